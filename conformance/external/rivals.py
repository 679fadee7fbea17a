"""What others make of the same suite, for docs/conformance.md.

    python conformance/external --rivals

Validators are asked as they are; a generator of code has its code run. Each pair of schema and
instance is right, falsely accepted, falsely refused, or could not be asked. The generator comes
into a virtual environment of its own below .cache.
"""

from __future__ import annotations

import json
import subprocess
import venv
from collections import Counter
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

from external import suite

ROOT = Path(__file__).resolve().parents[2]
GENERATOR = ("datamodel-code-generator==0.89.0", "pydantic==2.14.4")
OWN = ROOT / ".cache" / "rivals"
COLUMNS = ("right", "false accept", "false refusal", "not asked")
Check = Callable[[Any], bool]

# What runs in the generator's environment: groups on stdin, a verdict or null a pair on stdout.
WORKER = """
import importlib.util, io, json, sys, contextlib, tempfile, pathlib, warnings
warnings.simplefilter("ignore")
from datamodel_code_generator import DataModelType, InputFileType, generate
folder = pathlib.Path(tempfile.mkdtemp())
def model(number, schema):
    path = folder / f"m{number}.py"
    generate(json.dumps(schema), input_file_type=InputFileType.JsonSchema, output=path,
             output_model_type=DataModelType.PydanticV2BaseModel, class_name="Root")
    spec = importlib.util.spec_from_file_location(f"m{number}", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[f"m{number}"] = module
    spec.loader.exec_module(module)
    return module.Root
def verdict(root, instance):
    try:
        root.model_validate_json(json.dumps(instance))
        return True
    except ValueError:
        return False
answers = []
for number, (schema, instances) in enumerate(json.load(sys.stdin)):
    try:
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            root = model(number, schema)
            answers.append([verdict(root, one) for one in instances])
    except BaseException:
        answers.append([None] * len(instances))
print(json.dumps(answers))
"""


def validators() -> dict[str, Callable[[Any], Check]]:
    """Each makes a check of a schema."""
    import fastjsonschema
    import jsonschema
    import jsonschema_rs

    def fast(schema: Any) -> Check:
        check = fastjsonschema.compile(schema)

        def is_valid(value: Any) -> bool:
            try:
                check(value)
            except fastjsonschema.JsonSchemaValueException:
                return False
            return True

        return is_valid

    return {
        "jsonschema-rs": lambda schema: jsonschema_rs.Draft202012Validator(schema).is_valid,
        "jsonschema": lambda schema: jsonschema.Draft202012Validator(schema).is_valid,
        "fastjsonschema": fast,
    }


def tally(pairs: list[suite.Pair], make: Callable[[Any], Check]) -> Counter[str]:
    """The verdicts of a validator."""
    found: Counter[str] = Counter()
    for pair in pairs:
        try:
            verdict = make(pair.schema)(pair.instance)
        except Exception:  # whatever a rival raises for a schema: it could not be asked
            found["not asked"] += 1
            continue
        found[judged(pair, verdict)] += 1
    return found


def judged(pair: suite.Pair, verdict: bool | None) -> str:
    if verdict is None:
        return "not asked"
    if verdict is pair.is_valid:
        return "right"
    return "false accept" if verdict else "false refusal"


def generated(pairs: list[suite.Pair]) -> Counter[str]:
    """The verdicts of generated models."""
    if not (OWN / "bin" / "python").is_file():
        venv.create(OWN, with_pip=True)
        pip = [str(OWN / "bin" / "pip"), "install", "--quiet", *GENERATOR]
        subprocess.run(pip, check=True)
    groups: list[tuple[Any, list[suite.Pair]]] = []
    for pair in pairs:
        if not groups or groups[-1][0] is not pair.schema:
            groups.append((pair.schema, []))
        groups[-1][1].append(pair)
    asked = json.dumps([(schema, [one.instance for one in some]) for schema, some in groups])
    command = [str(OWN / "bin" / "python"), "-c", WORKER]
    done = subprocess.run(command, input=asked, capture_output=True, text=True, check=True)
    answers = json.loads(done.stdout)
    return Counter(
        judged(pair, verdict)
        for (_, some), verdicts in zip(groups, answers, strict=True)
        for pair, verdict in zip(some, verdicts, strict=True)
    )


def main() -> int:
    """Prints one line for each."""
    pairs = list(suite.pairs("required"))
    rows = {f"{name} {version(name)}": tally(pairs, one) for name, one in validators().items()}
    rows[GENERATOR[0].replace("==", " ")] = generated(pairs)
    print(f"| {len(pairs)} pairs | " + " | ".join(COLUMNS) + " |\n" + "|---" * 5 + "|")
    for name, found in rows.items():
        print(f"| {name} | " + " | ".join(f"{found[column]:,}" for column in COLUMNS) + " |")
    return 0
