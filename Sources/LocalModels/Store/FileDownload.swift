import FoundationEssentials

/// Downloads one file from an address and goes on where an earlier download broke off.
struct FileDownload {
    /// The model's id.
    var subject: String
    var address: String
    /// Where the bytes go.
    var path: String
    var machine: Machine

    func fetch(bytes: Int?, report: LocalProgress.Report) async throws {
        try await Tool.require([.python], for: "fetching \(subject)")
        let here = FileStamp(of: path)?.size ?? 0
        let folder = String(path.prefix(upTo: path.lastIndex(of: "/") ?? path.endIndex))
        try machine.checkSpace(max(0, (bytes ?? 0) - here), in: folder, for: "fetching \(subject)")
        let command = Command("python3", ["-c", Self.script, address, path])
        let ending = try await command.run { line in
            let figures = line.split(separator: " ").compactMap { Int($0) }
            guard figures.count == 2 else { return }
            report(
                LocalProgress(
                    .downloading, subject, completed: figures[0], total: figures[1] > 0 ? figures[1] : bytes,
                    label: "Downloading \(subject)"))
        }
        guard !ending.succeeded else { return }
        let words = ending.lastLines.last ?? "status \(ending.status)"
        if words.contains("No space left on device") {
            throw LocalModelError(
                .diskFull, "the disk of \(folder) ran full while fetching \(subject)",
                suggestion: "make room and try again; what has arrived is kept")
        }
        throw LocalModelError(
            .downloadFailed, "\(subject) could not be fetched from \(address): \(words)",
            suggestion: "check the address and the network, then try again; what has arrived is kept")
    }

    // Python, because the other packages come by it too and it knows the system's proxies and certificates.
    private static let script = """
        import http.client, sys, urllib.error, urllib.request
        address, path = sys.argv[1:]
        with open(path, "ab") as file:
            here = file.tell()
            request = urllib.request.Request(address, headers={"Range": f"bytes={here}-"} if here else {})
            try:
                answer = urllib.request.urlopen(request, timeout=60)
            except urllib.error.HTTPError as error:
                if here and error.code == 416:
                    sys.exit(0)
                sys.exit(f"HTTP {error.code} {error.reason}")
            except (OSError, http.client.HTTPException) as error:
                sys.exit(str(getattr(error, "reason", error)))
            if answer.status != 206:
                file.truncate(0)
                here = 0
            left = int(answer.headers.get("Content-Length") or 0)
            total = here + left if left else 0
            try:
                while chunk := answer.read(1 << 20):
                    file.write(chunk)
                    here += len(chunk)
                    print(here, total, flush=True)
            except (OSError, http.client.HTTPException) as error:
                sys.exit(str(error))
            if here < total:
                sys.exit(f"the connection broke off after {here} of {total} bytes")
        """
}
