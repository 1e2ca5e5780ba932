import CouncilKit

/// The page: one file without scripts, in light or dark as the reader's system is.
extension StatisticsReport {
    var page: String {
        """
        <!doctype html>
        <html lang="en">
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>council stats</title>
        <style>
        body { font: 15px/1.5 system-ui, sans-serif; max-width: 64rem; margin: 2rem auto; padding: 0 1rem; }
        h1, h2 { font-weight: 600; }
        .scroll { overflow-x: auto; }
        table { border-collapse: collapse; font-variant-numeric: tabular-nums; white-space: nowrap; }
        th, td { padding: .3rem .7rem; border-bottom: 1px solid #8884; text-align: right; }
        th:first-child, td:first-child { text-align: left; }
        .warning { border-left: 4px solid #c60; padding-left: .8rem; }
        svg { width: 100%; height: auto; } svg text { font: 13px system-ui, sans-serif; fill: currentColor; }
        .axis { stroke: currentColor; opacity: .35; } .range { stroke: #28c; stroke-width: 3; } .point { fill: #28c; }
        </style>
        <h1>\(statistics.runs) \(statistics.runs == 1 ? "run" : "runs")</h1>
        \(gapSentence.map { "<p\($0.hasPrefix("Warning") ? " class=\"warning\"" : "")>\($0.escapedForHTML)</p>" } ?? "")
        <h2>Strength</h2>
        \(chart)
        <h2>All figures</h2>
        <div class="scroll"><table>
        <tr>\(table.columns.map { "<th>\($0.heading.escapedForHTML)</th>" }.joined())</tr>
        \(table.rows.map { "<tr>\($0.map { "<td>\($0.escapedForHTML)</td>" }.joined())</tr>" }.joined(separator: "\n"))
        </table></div>
        <p>\(Self.explanation.escapedForHTML)</p>
        </html>

        """
    }

    /// Strengths as points with their intervals, −50 to 50 from left to right.
    private var chart: String {
        let known = statistics.models.filter { $0.strength != nil }
        let (left, width, row) = (280.0, 600.0, 28.0)
        func x(_ share: Double) -> String { Figures.decimal(left + (min(0.5, max(-0.5, share)) + 0.5) * width) }
        let height = Double(known.count) * row + 30
        var lines = [
            "<svg viewBox=\"0 0 900 \(Figures.decimal(height))\" role=\"img\" aria-label=\"Strength of each model\">",
            "<line class=\"axis\" x1=\"\(x(0))\" x2=\"\(x(0))\" y1=\"0\" y2=\"\(Figures.decimal(height - 22))\"/>",
        ]
        for (share, name) in [(-0.5, "−50"), (-0.25, "−25"), (0, "0"), (0.25, "+25"), (0.5, "+50")] {
            lines.append(
                "<text x=\"\(x(share))\" y=\"\(Figures.decimal(height - 4))\" text-anchor=\"middle\">\(name)</text>")
        }
        for (index, model) in known.enumerated() {
            let middle = Figures.decimal(Double(index) * row + 14)
            lines.append(
                "<text x=\"0\" y=\"\(middle)\" dy=\"4\">\(String(model.model.suffix(38)).escapedForHTML)</text>")
            if let interval = model.interval {
                lines.append(
                    "<line class=\"range\" x1=\"\(x(interval.lower))\" x2=\"\(x(interval.upper))\" y1=\"\(middle)\" "
                        + "y2=\"\(middle)\"/>")
            }
            lines.append("<circle class=\"point\" cx=\"\(x(model.strength ?? 0))\" cy=\"\(middle)\" r=\"6\"/>")
        }
        return (lines + ["</svg>"]).joined(separator: "\n")
    }
}

extension String {
    /// The text as it may stand in HTML, between tags or in quotes.
    fileprivate var escapedForHTML: String {
        reduce(into: "") { text, character in
            switch character {
            case "&": text += "&amp;"
            case "<": text += "&lt;"
            case ">": text += "&gt;"
            case "\"": text += "&quot;"
            default: text.append(character)
            }
        }
    }
}
