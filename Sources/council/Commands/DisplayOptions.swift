import ArgumentParser

/// How a run is shown while it happens.
struct DisplayOptions: ParsableArguments {
    @Option(help: ArgumentHelp("What to show: \(Part.names).", valueName: "parts"))
    var show: String?

    @Flag(help: "One event a line, as JSON, on standard output.")
    var json = false

    @Flag(help: "Only the final answer, on standard output, and where it comes from if the chairman did not write it.")
    var quiet = false

    @Flag(help: "Show the models' reasoning on standard error, where they reveal it.")
    var reasoning = false

    func validate() throws {
        guard !(json && quiet) else { throw ValidationError("--json and --quiet exclude each other.") }
        guard show == nil || !(json || quiet) else {
            throw ValidationError("--show excludes --json, which shows everything, and --quiet, which shows one thing.")
        }
        _ = try presentation
    }

    var presentation: Presentation {
        get throws {
            do throws(UnknownPart) {
                return Presentation(
                    form: json ? .jsonLines : quiet ? .quiet : .automatic,
                    parts: try show.map { text throws(UnknownPart) in try Part.list(text) }, showsReasoning: reasoning)
            } catch {
                throw ValidationError(error.description)
            }
        }
    }

    /// The presentation beside a log. Lines of a log and a picture that is drawn again and again do not go together.
    func presentation(beside log: LogOptions) throws -> Presentation {
        var presentation = try presentation
        if presentation.form == .automatic, try log.writesToStandardError { presentation.form = .plain }
        return presentation
    }
}
