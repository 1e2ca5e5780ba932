"""A person at a terminal: runs a program on a pseudo-terminal and says what the screen showed at the end.

Usage: terminal_client.py COLUMNS ROWS PRESS_AT PROGRAM ARGUMENT…

When PRESS_AT, if it is not empty, stands on the screen, Ctrl-C is pressed. Prints one JSON object: status; lines, with
what has scrolled off; wrapped, the lines that were wider than the window; unknown, the control codes that are none of
those that a live view may use.
"""
import codecs
import fcntl
import json
import os
import pty
import re
import struct
import sys
import termios
import unicodedata

columns, rows, press_at = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
CODE = re.compile("\x1b\\[([0-9;?]*)([A-Za-z])")


def width(character):
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


class Screen:
    """Understands newline, carriage return, cursor up, clear and colours; wraps and scrolls."""

    def __init__(self):
        self.lines, self.row, self.column = [[]], 0, 0
        self.wrapped, self.unknown, self.rest = set(), [], ""

    def feed(self, text):
        text, self.rest = self.rest + text, ""
        while text:
            if text[0] == "\x1b":
                code = CODE.match(text)
                if not code and len(text) < 12:
                    self.rest = text
                    return
                self.obey(code) if code else self.unknown.append(repr(text[:8]))
                text = text[code.end() if code else 1:]
            else:
                self.put(text[0])
                text = text[1:]

    def obey(self, code):
        number, letter = int(code[1] or 1) if code[1].isdigit() or not code[1] else 0, code[2]
        if letter == "A":
            self.row = max(self.row - number, len(self.lines) - rows, 0)
        elif letter == "J" and code[1] in ("", "0"):
            del self.lines[self.row + 1:]
            del self.line[self.column:]
        elif letter == "K" and code[1] in ("", "0"):
            del self.line[self.column:]
        elif letter != "m":
            self.unknown.append(code[0])

    @property
    def line(self):
        return self.lines[self.row]

    def new_row(self):
        self.row += 1
        if self.row == len(self.lines):
            self.lines.append([])

    def put(self, character):
        if character == "\n":
            self.new_row()
        elif character == "\r":
            self.column = 0
        elif ord(character) < 32 or ord(character) == 127:
            self.unknown.append(repr(character))
        else:
            wide = width(character)
            if self.column + wide > columns:
                self.wrapped.add(self.row)
                self.new_row()
                self.column = 0
            # A cell holds what is drawn there; the second half of a wide character is an empty cell.
            cells = [character] + [""] * (wide - 1) if wide else []
            if not wide and self.line:
                self.line[max(0, self.column - 1)] += character
            self.line.extend([" "] * (self.column - len(self.line)))
            self.line[self.column:self.column + wide] = cells
            self.column += wide

    def text(self, row):
        return "".join(self.lines[row])


process, terminal = pty.fork()
if process == 0:
    fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    os.environ["TERM"] = "xterm-256color"
    os.execvp(sys.argv[4], sys.argv[4:])

screen, decoder = Screen(), codecs.getincrementaldecoder("utf-8")("strict")
while True:
    try:
        data = os.read(terminal, 65536)
    except OSError:  # the program has closed its side
        break
    if not data:
        break
    screen.feed(decoder.decode(data))
    if press_at and any(press_at in screen.text(row) for row in range(len(screen.lines))):
        press_at = ""
        os.write(terminal, b"\x03")
status = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
lines = [screen.text(row).rstrip() for row in range(len(screen.lines))]
print(json.dumps({
    "status": status, "lines": lines, "wrapped": [lines[row] for row in sorted(screen.wrapped)],
    "unknown": screen.unknown,
}))
