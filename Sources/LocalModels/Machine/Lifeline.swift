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

    // $child is a process group of its own (setsid), $$ is the group of this shell and its watchers.
    private static let script = """
        grace=$1
        shift
        exec 3<&0 </dev/null
        setsid "$@" 3<&- &
        child=$!
        end() {
            kill -TERM "-$child" "$child"
            sleep "$grace"
            kill -KILL "-$child" "$child"
        }
        ( while read -r line; do :; done <&3; end ) >/dev/null 2>&1 &
        exec 3<&-
        trap '( end ) >/dev/null 2>&1 &' TERM
        while :; do
            wait "$child"
            status=$?
            kill -0 "$child" 2>/dev/null || break
        done
        kill -KILL "-$child" 2>/dev/null
        trap '' TERM
        kill -TERM "-$$" 2>/dev/null
        exit "$status"
        """
}
