import ArgumentParser
import CouncilKit
import CouncilServer
import LocalModels

/// How failures become exit codes: 0 answered, 1 no answer, 2 usage or configuration, 130 interrupted, 141 whoever
/// read the output has left.
enum Failure {
    static let noAnswer = ExitCode(1)
    static let usage = ExitCode(2)
    static let interrupted = ExitCode(130)
    /// What a shell says of a program that `SIGPIPE` has ended.
    static let closedPipe = ExitCode(141)

    /// Whether the error is one of this product's, with a description for people.
    static func isOwn(_ error: any Error) -> Bool {
        error is ConfigurationError || error is CouncilError || error is StoreError || error is ModelError
            || error is LocalModelError || error is WriteError || error is ServiceError
    }

    /// - Parameter usage: What the argument parser makes of the error: 0 for help that was asked for,
    ///   `ExitCode.validationFailure` for arguments that it refuses.
    static func exitCode(of error: any Error, usage: Int32) -> Int32 {
        switch error {
        case let code as ExitCode: code.rawValue
        case is ConfigurationError, is CouncilError: Self.usage.rawValue
        case let error as StoreError where error.code == .unknownRun: Self.usage.rawValue
        case let error as ServiceError where [.unauthorized, .notFound].contains(error.code): Self.usage.rawValue
        case let error as LocalModelError where error.code == .unknownModel: Self.usage.rawValue
        case is CancellationError: interrupted.rawValue
        case let error as WriteError where error.isOfClosedPipe: closedPipe.rawValue
        case _ where isOwn(error): noAnswer.rawValue
        case _ where usage == ExitCode.validationFailure.rawValue: Self.usage.rawValue
        default: usage == 0 ? 0 : noAnswer.rawValue
        }
    }
}
