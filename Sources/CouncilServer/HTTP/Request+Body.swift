import Hummingbird
import HummingbirdCore
import NIOCore

extension Request {
    /// Reads the whole body, within its bounds of size and time.
    /// - Throws: ``ServiceError`` with code ``ServiceError/Code/tooLarge`` or ``ServiceError/Code/tooSlow``.
    mutating func readBody(_ options: ServerOptions) async throws -> ByteBuffer {
        let most = options.maximumBody
        if let length = headers[.contentLength].flatMap({ Int($0) }), length > most { throw Self.tooLarge(most) }
        let request = self
        let (whole, buffer) = try await withThrowingTaskGroup(of: (Request, ByteBuffer)?.self) { group in
            group.addTask {
                var request = request
                do {
                    let buffer = try await request.collectBody(upTo: most)
                    return (request, buffer)
                } catch is NIOTooManyBytesError {
                    throw Self.tooLarge(most)
                }
            }
            group.addTask {
                try await Task.sleep(for: options.bodyTimeout)
                return nil
            }
            defer { group.cancelAll() }
            guard let read = try await group.next() ?? nil else {
                throw ServiceError(.tooSlow, "The body did not arrive within \(options.bodyTimeout).")
            }
            return read
        }
        self = whole
        return buffer
    }

    /// Reads the body as a JSON object.
    mutating func readFields(_ options: ServerOptions) async throws -> Fields {
        try Fields(json: try await readBody(options).readableBytesView)
    }

    private static func tooLarge(_ most: Int) -> ServiceError {
        ServiceError(.tooLarge, "The body is larger than \(most) bytes.")
    }
}
