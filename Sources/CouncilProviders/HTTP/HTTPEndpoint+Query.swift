import FoundationEssentials

extension HTTPEndpoint {
    /// The values in the query, in every spelling that a server may echo them in.
    ///
    /// `api-version` is left out: it is no secret, and servers name it when they refuse it.
    var secretsInQuery: [String] {
        let parts = query.dropFirst().prefix { $0 != "#" }.split { $0 == "&" || $0 == ";" }
        return parts.flatMap { part -> [String] in
            let field = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard field.first?.lowercased() != "api-version" else { return [] }
            let value = String(field.last ?? part)
            let plain = value.replacing("+", with: "%20").percentDecoded
            let encoded = plain.percentEncoded
            return [value, value.percentDecoded, plain, encoded, encoded.replacing("%20", with: "+")]
        }
    }
}

extension String {
    fileprivate var percentDecoded: String {
        URLComponents(string: "?value=\(self)")?.queryItems?.first?.value ?? self
    }

    /// With everything but letters, digits and `-._~` as percent and hexadecimal digits.
    fileprivate var percentEncoded: String {
        let digits = Array("0123456789ABCDEF")
        return utf8.reduce(into: "") { text, byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E:
                text.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                text += "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 0xF)])"
            }
        }
    }
}
