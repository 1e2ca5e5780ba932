import CouncilKit

extension ServiceError {
    /// Any error as one of the service. What is not meant for clients is not told to them.
    init(_ error: any Error) {
        switch error {
        case let error as ServiceError: self = error
        case let error as CouncilError: self.init(Self.code(of: error), error.message)
        case let error as StoreError: self.init(Self.code(of: error), error.message)
        default: self.init(.failed, "Something went wrong in the server; its log says what.")
        }
    }

    private static func code(of error: CouncilError) -> Code {
        switch error.code {
        case .emptyQuestion: .invalidRequest
        case .overBudget, .unknownPrice: .overBudget
        case .otherSeats: .conflict
        default: .failed
        }
    }

    private static func code(of error: StoreError) -> Code {
        switch error.code {
        case .unknownRun: .unknownRun
        case .held, .conflict: .conflict
        default: .failed
        }
    }
}
