"""Starts hosts for a module's tests and closes them after its last one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from peerc.host.function import Definition

from .running import HostFactory, RunningHost


@pytest.fixture(scope="module")
def start_host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HostFactory]:
    """Starts hosts with the given definitions; they are closed after the module's last test."""
    started = []

    def start(*definitions: Definition) -> RunningHost:
        started.append(RunningHost(tmp_path_factory.mktemp("peer"), list(definitions)))
        return started[-1]

    yield start
    for host in started:
        host.close()
