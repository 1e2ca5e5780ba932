import CouncilKit
import CouncilServer
import CouncilTelemetry

/// Tells the telemetry of a run what happens in it.
struct TelemetryObserver: RunObserver {
    let telemetry: RunTelemetry

    func observe(_ event: CouncilEvent) async { await telemetry.observe(event) }
    func end(_ error: any Error) async { await telemetry.end(error) }
}
