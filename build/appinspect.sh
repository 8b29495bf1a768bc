#!/bin/sh
# Runs Splunk's own AppInspect on a package: build/appinspect.sh PACKAGE.spl [REPORT.json]
# Exits 1 when it reports an error, a failure, a future failure, a manual check, or a warning that is not allowed below.
# It lives in a virtual environment of its own (.venv/appinspect) and needs Python 3 with venv, and libmagic.
set -eu

package=${1:?usage: build/appinspect.sh PACKAGE.spl [REPORT.json]}
root=$(cd "$(dirname "$0")/.." && pwd)
report=${2:-$root/out/appinspect.json}
home=$root/.venv/appinspect
version=4.3.1

if ! "$home/bin/splunk-appinspect" list version 2>/dev/null | grep -q "$version"; then
  python3 -m venv "$home"
  "$home/bin/pip" install --quiet --disable-pip-version-check "splunk-appinspect==$version"
fi

mkdir -p "$(dirname "$report")"
rm -f "$report"
# Its exit code leaves failures out without --ci and differs between versions: the report decides.
"$home/bin/splunk-appinspect" inspect "$package" --mode precert \
  --included-tags cloud --included-tags private_app --included-tags private_victoria \
  --included-tags private_classic --included-tags future \
  --skip-trusted-libraries-update --max-messages all \
  --data-format json --output-file "$report" >/dev/null || true

exec "$home/bin/python" - "$report" <<'PYTHON'
import json
import sys

# Warnings known and accepted, each with its reason: none so far.
ALLOWED = {}

try:
    with open(sys.argv[1], encoding="utf-8") as file:
        report = json.load(file)
except (OSError, ValueError) as fault:
    sys.exit(f"AppInspect left no report: {fault}")
checks = [c for app in report["reports"] for group in app["groups"] for c in group["checks"]]
bad = 0
for check in checks:
    if check["result"] in ("success", "not_applicable", "skipped") or check["name"] in ALLOWED:
        continue
    bad += 1
    print(f"{check['result']}: {check['name']}")
    for message in check["messages"]:
        place = message.get("message_filename") or ""
        line = message.get("message_line") or ""
        print(f"    {place}:{line} {message['message']}")
print("AppInspect:", ", ".join(f"{count} {name}" for name, count in sorted(report["summary"].items())))
# A run that checked nothing proves nothing.
sys.exit(1 if bad or sum(c["result"] == "success" for c in checks) < 50 else 0)
PYTHON
