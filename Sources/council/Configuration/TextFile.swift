import FoundationEssentials
import Glibc

/// Text from a file or from standard input, which must be UTF-8: nothing is asked that nobody wrote.
enum TextFile {
    /// Reads a file.
    /// - Parameter advice: What to do if there is no such file.
    static func read(
        _ path: String, ifMissing advice: String = "Check its name."
    ) throws(ConfigurationError) -> String {
        var isFolder = false
        if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder {
            throw ConfigurationError("This is a folder. Name a file in it.", file: path)
        }
        let data: Data
        do {
            data = try Data(contentsOf: URL(filePath: path))
        } catch let error as CocoaError where error.code == .fileReadNoSuchFile {
            throw ConfigurationError("There is no such file. \(advice)", file: path)
        } catch let error as CocoaError where error.code == .fileReadNoPermission {
            throw ConfigurationError("You may not read the file. Check whose it is, and its mode.", file: path)
        } catch {
            throw ConfigurationError("The file cannot be read: \(error.systemWords).", file: path)
        }
        guard let text = String(validating: data, as: UTF8.self) else {
            throw ConfigurationError("The file is not text in UTF-8. Convert it.", file: path)
        }
        return text
    }

    /// Reads standard input to its end.
    static func standardInput() throws(ConfigurationError) -> String {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = Glibc.read(STDIN_FILENO, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else {
                throw ConfigurationError("Standard input cannot be read: \(String(cString: strerror(errno))).")
            }
            if count == 0 { break }
            bytes += buffer.prefix(count)
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw ConfigurationError("What came on standard input is not text in UTF-8. Convert it.")
        }
        return text
    }
}

extension Error {
    /// What the system says of a file that could not be read or written, in words.
    var systemWords: String {
        guard let error = self as? CocoaError else { return "\(self)" }
        if let cause = error.underlying as? POSIXError { return String(cString: strerror(cause.code.rawValue)) }
        switch error.code {
        case .fileWriteNoPermission, .fileReadNoPermission: return String(cString: strerror(EACCES))
        case .fileWriteOutOfSpace: return String(cString: strerror(ENOSPC))
        case .fileWriteVolumeReadOnly: return String(cString: strerror(EROFS))
        case .fileNoSuchFile, .fileReadNoSuchFile: return String(cString: strerror(ENOENT))
        case .fileWriteFileExists: return String(cString: strerror(ENOTDIR))
        default: return "the system refused (\(error.code.rawValue))"
        }
    }
}
