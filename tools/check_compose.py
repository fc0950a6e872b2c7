"""Checks docker-compose.yml without a container engine: python -m tools.check_compose

First against the Compose specification (by the package compose-spec, where it has a wheel), then what wijkweb promises:
nothing runs as root with rights it does not need, everything is watched, only the web has a way out.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[1]
OURS = {"migrate", "web", "worker", "beat"}
SERVERS = {"postgres", "redis"}
WAYS_OUT = {"worker": ["inside", "mail"]}  # it sends the mail and reads the calendars of partners
REQUIRED = re.compile(r"\$\{(\w+):\?[^}]*\}")
WITH_DEFAULT = re.compile(r"\$\{(\w+):-([^}]*)\}")
Compose = dict[str, Any]


def read(path: Path = ROOT / "docker-compose.yml") -> Compose:
    """The file with its anchors merged and its variables filled in, as Compose does."""
    text = path.read_text(encoding="utf-8")
    text = WITH_DEFAULT.sub(r"\2", REQUIRED.sub(r"value-of-\1", text))
    content: Compose = yaml.safe_load(text.replace("$$", "$"))
    return content


def against_specification(compose: Compose) -> Iterator[str]:
    try:
        from compose_spec import PyCompose
    except ImportError:
        print("compose-spec has no wheel for this machine: the specification itself was not checked")
        return
    try:
        PyCompose.from_yaml(yaml.safe_dump(compose)).validate()  # it cannot merge keys (<<) itself
    except Exception as error:
        yield f"not according to the Compose specification: {error}"


def our_promises(compose: Compose) -> Iterator[str]:
    services: Compose = compose["services"]
    if set(services) != OURS | SERVERS:
        yield f"expected the services {sorted(OURS | SERVERS)}, found {sorted(services)}"
        return
    for name, service in services.items():
        if not service.get("read_only") or "no-new-privileges:true" not in service.get("security_opt", []):
            yield f"{name}: must be read_only and have no-new-privileges"
        if not service.get("healthcheck") and name != "web":  # the image brings the check of the web
            yield f"{name}: has no health check"
        if name != "web" and (
            service.get("ports") or service.get("networks") != WAYS_OUT.get(name, ["inside"])
        ):
            yield f"{name}: may have no port and only the network without a way out"
        if service.get("privileged") or service.get("network_mode"):
            yield f"{name}: may not be privileged or share the host's network"
    yield from _order(services)
    if compose["networks"].get("inside", {}).get("internal") is not True:
        yield "networks: `inside` must be internal"


def _order(services: Compose) -> Iterator[str]:
    for name in OURS - {"migrate"}:
        if (
            services[name]["depends_on"].get("migrate", {}).get("condition")
            != "service_completed_successfully"
        ):
            yield f"{name}: must wait for the migrations"
    for name in OURS:
        if services[name]["depends_on"].get("postgres", {}).get("condition") != "service_healthy":
            yield f"{name}: must wait for PostgreSQL"
        for named in services[name]["depends_on"]:
            if named not in services:
                yield f"{name}: depends on {named}, which does not exist"


def secrets_in_file(text: str) -> Iterator[str]:
    for line in text.splitlines():
        name, _, value = line.strip().partition(":")
        if re.search(r"PASSWORD|SECRET", name) and value.strip() and not value.strip().startswith("${"):
            yield f"a secret stands in the file: {name}"


def problems(path: Path = ROOT / "docker-compose.yml") -> list[str]:
    compose = read(path)
    found = [*against_specification(compose), *our_promises(compose)]
    return [*found, *secrets_in_file(path.read_text(encoding="utf-8"))]


def main() -> int:
    found = problems()
    print("\n".join(found), end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
