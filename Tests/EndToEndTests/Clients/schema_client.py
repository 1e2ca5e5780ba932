"""Holds a served council against its own description with schemathesis. Usage: schema_client.py URL

Prints what is wrong, then "ok" if nothing is. Files of schemathesis stay in the folder where this runs.
"""
import json
import os
import pathlib
import re
import subprocess
import sys
import urllib.request

url = sys.argv[1]
CHECKS = [
    "not_a_server_error", "status_code_conformance", "content_type_conformance", "response_headers_conformance",
    "response_schema_conformance", "negative_data_rejection", "missing_required_header",
]
# These may be asked for again and again; what would take the run or its link away is tried on runs of its own.
HARMLESS = ["getRun", "renameRun", "runEvents", "exportRun", "cancelRun", "resumeRun", "shareRun"]
LINKED = ["getSharedRun", "sharedRunEvents", "renderSharedMarkdown"]


def send(method, path, body=None):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url + path, data, {"content-type": "application/json"}, method=method)
    with urllib.request.urlopen(request, timeout=60) as response:
        return response.read()


def pinned(operations, name, value):
    for operation in operations:
        yield f'[[operations]]\ninclude-operation-id = "{operation}"\nparameters = {{ {name} = "{value}" }}\n'


run = json.loads(send("POST", "/v1/runs", {"question": "Why is the sky blue?"}))["id"]
send("GET", f"/v1/runs/{run}/events")
token = json.loads(send("POST", f"/v1/runs/{run}/share"))["token"]
settings = [*pinned(HARMLESS, "id", run), *pinned(LINKED, "token", token), *pinned(["model"], "model", "council")]
pathlib.Path("schemathesis.toml").write_text("\n".join(settings))
result = subprocess.run(
    [
        sys.executable, "-m", "schemathesis.cli", "run", f"{url}/openapi.yaml", "--checks", ",".join(CHECKS),
        "--generation-deterministic", "--max-examples", "40", "--continue-on-failure",
        "--request-timeout", "30", "--suppress-health-check", "all", "--no-color",
    ],
    env={
        **os.environ, "SCHEMATHESIS_HOOKS": "schema_hooks", "PYTHONPATH": str(pathlib.Path(__file__).parent),
        "PYTHONDONTWRITEBYTECODE": "1",
    },
    stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
)
# Whatever could not be reached would pass, too.
is_whole = re.search(r"Selected: (\d+)/\1\n +Tested: \1\n", result.stdout)
print("ok" if result.returncode == 0 and is_whole else result.stdout)
