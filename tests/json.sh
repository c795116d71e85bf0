# json: checks of JSON Lines for shell tests; sourced behind tap.sh.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh

# json_lines_valid SCHEMA FILE [JSONLINT-OPTION]...: every line of FILE is a record that SCHEMA (""
# none) allows: by our own reader, and by Python's jsonschema where that is installed.
json_lines_valid()
{
	json_schema=$1 json_file=$2
	shift 2
	# shellcheck disable=SC2086 # an emulator has options
	${EMULATOR:-} "${BUILD:?}/tests/lab/jsonlint" ${json_schema:+--schema "$json_schema"} "$@" \
		<"$json_file" || return
	[ -n "$json_schema" ] && python3 -c 'import jsonschema' 2>/dev/null || return 0
	python3 - "$json_schema" "$json_file" <<-'END'
		import json, sys
		from jsonschema import Draft202012Validator as Validator
		schema = json.load(open(sys.argv[1], encoding="utf-8"))
		Validator.check_schema(schema)
		# Those for a record are told by two keys: to try all others takes most of a test's time.
		def key(of): return of.get("tool"), of.get("type")
		parts = {}
		for part in schema["oneOf"]:
		    at = key({name: value.get("const") for name, value in part["properties"].items()})
		    parts.setdefault(at, []).append(Validator(part))
		for number, line in enumerate(open(sys.argv[2], encoding="utf-8"), 1):
		    record = json.loads(line)
		    errors = [list(part.iter_errors(record)) for part in parts.get(key(record), [])]
		    if sum(not e for e in errors) != 1:
		        sys.exit(f"line {number}: not of one part: {[e[0].message for e in errors if e]}")
	END
}
