/// Ties a program to this one: it ends when this process ends, however that happens.
///
/// A shell stands between the two and holds the read end of a pipe whose only write end is here. When this process is
/// gone, even by SIGKILL, the kernel closes the write end, the shell sees the end of the pipe and ends the program
/// and everything the program started. The program runs in a session of its own, so Ctrl-C in the terminal reaches
/// only this process, which decides what becomes of it.
enum Lifeline {
    /// Arguments of `sh` that run a command on a lifeline at standard input.
    /// - Parameter grace: Seconds between asking the command to end and killing it.
    static func arguments(grace: Int, command: [String]) -> [String] {
        ["-c", script, "lifeline", String(grace)] + command
    }

    // $child leads a process group of its own (setsid), $$ that of this shell and its watchers. The shell keeps the
    // output open: a command may close it before it is done, and must not be taken for dead then.
    private static let script = """
        grace=$1
        shift
        exec 3<&0 </dev/null
        setsid "$@" 3<&- &
        child=$!
        exec 2>/dev/null
        end() {
            kill -TERM "-$child" "$child"
            sleep "$grace"
            kill -KILL "-$child" "$child"
        }
        ( while read -r line; do :; done <&3; end ) >/dev/null &
        watchers=$!
        exec 3<&-
        trap '( end ) >/dev/null & watchers="$watchers $!"' TERM
        while :; do
            wait "$child"
            status=$?
            kill -0 "$child" || break
        done
        kill -KILL "-$child"
        kill -KILL $watchers
        trap '' TERM
        kill -TERM "-$$"
        exit "$status"
        """
}
