"""Processes that answer requests: forked beforehand, all accepting on one listening socket."""

import gc
import logging
import os
import select
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from waitress import wasyncore
from waitress.server import create_server

from tracker.cli.exits import Exit, Halt
from tracker.cli.sharing import WSGI, one_at_a_time, share_fairly, take_all
from tracker.errors import N_
from tracker.turns import Turn
from tracker.web import logs

# One works at a time. As many saves, less one, may wait for the record before reading waits, too.
THREADS = 8
# Requests in progress may take this long to end; then they are cut off.
GRACE_SECONDS = 30.0
# A client that has sent half a request when we stop is waited for only this long.
HALF_SECONDS = 3.0
# A process that dies at once is not replaced at once: it would die again.
BREATH_SECONDS = 1.0
STOPPING = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
WATCHED = (*STOPPING, signal.SIGCHLD)


@dataclass(frozen=True)
class Service:
    """What is served, where, by how many; `forked` runs first in each new process, `ended` last.

    It gets the share of the process: from 0, below `processes`, and never twice at a time.
    """

    app: WSGI
    listener: socket.socket
    processes: int
    max_body: int
    forked: Callable[[int], None]
    ready: Callable[[], None]
    ended: Callable[[], object] = lambda: None


@dataclass
class Crew:
    """The processes at work, and when each began."""

    service: Service
    started: dict[int, tuple[float, int]] = field(default_factory=dict)
    due: list[tuple[float, int]] = field(default_factory=list)

    def start(self, share: int) -> bool:
        """Fork one process and wait for it to begin; False: it ended instead."""
        signal.pthread_sigmask(signal.SIG_BLOCK, WATCHED)
        begun, begins = os.pipe()
        parent = os.getpid()
        worker = os.fork()
        if worker == 0:
            os.close(begun)
            _work(self.service, share, parent, begins)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, WATCHED)
        os.close(begins)
        self.started[worker] = time.monotonic(), share
        with os.fdopen(begun, "rb") as pipe:
            return pipe.read(1) != b""

    def replace(self) -> None:
        """Start the processes that are due in place of those that ended."""
        now = time.monotonic()
        ripe = [share for at, share in self.due if at <= now]
        self.due = [(at, share) for at, share in self.due if at > now]
        for share in ripe:
            self.start(share)  # if it fails, it is buried and due again

    def bury(self) -> None:
        """Note which processes have ended; they are replaced, after a breath if they were young."""
        for worker, status in _ended():
            if worker not in self.started:
                continue
            began, share = self.started.pop(worker)
            ended = os.waitstatus_to_exitcode(status)
            logs.tell("process ended", level="error", process=worker, status=ended)
            now = time.monotonic()
            breath = 0 if now - began > BREATH_SECONDS else BREATH_SECONDS
            self.due.append((now + breath, share))

    def stop(self, heard: Callable[[float], set[int]]) -> None:
        """Let the processes end what they do; a second signal, or too long, cuts them off."""
        self._send(signal.SIGTERM)
        deadline = time.monotonic() + GRACE_SECONDS + 5
        while self.started:
            again = heard(0.5) & {*STOPPING}
            for worker, _ in _ended():
                self.started.pop(worker, None)
            if again or time.monotonic() > deadline:
                self._send(signal.SIGKILL)

    def _send(self, number: int) -> None:
        for worker in self.started:
            os.kill(worker, number)


def _ended() -> Iterator[tuple[int, int]]:
    while True:
        try:
            worker, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if worker == 0:
            return
        yield worker, status


def run(service: Service) -> Exit:
    """Serve until a signal says stop: 0 after SIGTERM, 130 after Ctrl-C."""
    # What is loaded now is shared with every process and never looked at for garbage.
    gc.collect()
    gc.freeze()
    service.listener.listen(1024)
    with _hearing() as heard:
        crew = Crew(service)
        stopped_by: set[int] = set()
        try:
            for share in range(service.processes):
                if not crew.start(share):
                    raise Halt(Exit.FAULT, N_("A process ended before it could answer a request."))
            logs.tell("serving", processes=service.processes)
            service.ready()
            while not (stopped_by := heard(BREATH_SECONDS) & {*STOPPING}):
                crew.bury()
                crew.replace()
        finally:
            service.listener.close()
            crew.stop(heard)
            logs.tell("stopped")
    return Exit.STOPPED if signal.SIGINT in stopped_by else Exit.DONE


@contextmanager
def _hearing() -> Iterator[Callable[[float], set[int]]]:
    """Signals as something to wait for: `heard(seconds)` gives those that came."""
    reader, writer = os.pipe()
    os.set_blocking(reader, False)
    os.set_blocking(writer, False)

    def heard(seconds: float) -> set[int]:
        ready, _, _ = select.select([reader], [], [], seconds)
        return set(os.read(reader, 1024)) if ready else set()

    # A hangup that the caller ignores (nohup) stays ignored.
    before = {
        number: signal.getsignal(number)
        for number in WATCHED
        if signal.getsignal(number) is not signal.SIG_IGN or number != signal.SIGHUP
    }
    for number in before:
        signal.signal(number, lambda *_: None)
    wakeup = signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
    try:
        yield heard
    finally:
        signal.set_wakeup_fd(wakeup)
        for number, handler in before.items():
            signal.signal(number, handler)
        os.close(reader)
        os.close(writer)


def _work(service: Service, share: int, parent: int, begins: int) -> None:
    """Be one of the processes, from its fork to its end."""
    code = 1
    try:
        service.forked(share)
        _answer(service, parent, begins)
        service.ended()
        code = 0
    except BaseException:
        logging.getLogger("tracker.serve").exception("A process ended.")
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _answer(service: Service, parent: int, begins: int) -> None:
    # Requests may wait for their turn; no warning for each.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    sockets: dict[int, Any] = {}
    turn = Turn()
    server = create_server(
        one_at_a_time(service.app, turn),
        map=sockets,
        sockets=[service.listener],
        threads=THREADS,
        connection_limit=500,
        ident=None,
        # Slightly too large a body meets our own page; far too large a one is cut off here.
        max_request_body_size=service.max_body + 1_000_000,
        # Which proxies are believed is decided in one place, web/proxies.py.
        clear_untrusted_proxy_headers=False,
    )
    share_fairly(server, turn)
    told: list[int] = []

    def stop(number: int, _frame: object) -> None:
        told.append(number)
        server.pull_trigger()

    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    # Ctrl-C reaches the whole group: the parent alone decides.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, stop)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, WATCHED)
    logs.tell("process started", process=os.getpid())
    os.write(begins, b"1")
    os.close(begins)
    while not told and os.getppid() == parent:
        wasyncore.loop(timeout=1, use_poll=True, map=sockets, count=1)
    _finish(server, sockets)


def _finish(server: Any, sockets: dict[int, Any]) -> None:  # noqa: ANN401 - waitress has no types
    """Answer what has been asked, take nothing new."""
    take_all(server)
    # Those who have connected and spoken already: one round accepts, one reads.
    wasyncore.loop(timeout=0, use_poll=True, map=sockets, count=2)
    wasyncore.dispatcher.close(server)
    now = time.monotonic()
    while not _all_answered(server, time.monotonic() - now):
        wasyncore.loop(timeout=0.1, use_poll=True, map=sockets, count=1)
    server.task_dispatcher.shutdown(timeout=0.5)


def _all_answered(server: Any, waited: float) -> bool:  # noqa: ANN401
    if waited > GRACE_SECONDS:
        return True
    channels = list(server.active_channels.values())
    if any(channel.requests or channel.total_outbufs_len for channel in channels):
        return False
    return waited > HALF_SECONDS or not any(channel.request for channel in channels)
