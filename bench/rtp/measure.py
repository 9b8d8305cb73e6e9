"""Relays RTP through Carillon and through rtpengine in turn, and prints what each can do on one core.

usage: measure.py RTPGEN SCRATCH STREAMS SECONDS RATES plain|srtp JAVA_COMMAND...

The relay has processor 0 and the generator processor 1. A rate is held when the 99th percentile of the
one-way delay is under 20 ms and less than 0.1 % is lost. Both relays run with one packet thread, are
warmed up, and get the rates in turn until two in a row are missed; rtpengine is started anew for each
rate, because it stays slow after an overload.
"""
import base64
import json
import os
import shutil
import socket
import subprocess
import sys
import time

SOURCE, SINK, CONTROL = 15000, 15002, 15010
MOST_P99_US, MOST_LOSS = 20_000, 0.001
KEYS = [bytes(range(1, 31)), bytes(range(101, 131))]

rtpgen, scratch, streams, seconds, rates, mode = sys.argv[1:7]
java_command = sys.argv[7:]
streams, seconds = int(streams), float(seconds)
rates = [int(rate) for rate in rates.split(",")]
encrypted = mode == "srtp"
targets = os.path.join(scratch, "targets")


def pinned(core, command, **more):
    return subprocess.Popen(["taskset", "-c", str(core)] + command, **more)


def cpu_seconds(pid):
    """What all threads of a process ran, by the scheduler's own clock."""
    total = 0
    for task in os.listdir(f"/proc/{pid}/task"):
        try:
            with open(f"/proc/{pid}/task/{task}/schedstat") as f:
                total += int(f.read().split()[0])
        except FileNotFoundError:
            pass
    return total / 1e9


def generate(pid, rate, length):
    command = [rtpgen, targets, str(rate), str(length), str(SOURCE), str(SINK)]
    command += [key.hex() for key in KEYS] if encrypted else []
    run = pinned(1, command, stdout=subprocess.PIPE, text=True)
    # the generator first learns who is who and waits; only then it sends at the rate
    before = cpu_seconds(pid)
    out, _ = run.communicate()
    figures = json.loads(out)
    figures["cpu"] = cpu_seconds(pid) - before
    figures["us_a_packet"] = 1e6 * figures["cpu"] / max(1, figures["received"])
    return figures


def show(name, rate, figures):
    held = figures["p99"] < MOST_P99_US and figures["loss"] < MOST_LOSS and figures["received"] > 0
    held = held and figures["sent_pps"] > 0.98 * rate
    print(
        f"{name:10s} {mode:5s} {rate:7d} packets/s: {'held  ' if held else 'missed'} "
        f"p50 {figures['p50'] / 1000:.2f} ms, p99 {figures['p99'] / 1000:.2f} ms, "
        f"loss {100 * figures['loss']:.3f} %, {figures['us_a_packet']:.2f} us of processor a packet, "
        f"generator {figures['sent_pps']:.0f}/s, {figures['learned']} streams",
        flush=True,
    )
    return held


def climb(name, measure):
    best, cost, missed = 0, 0, 0
    for rate in rates:
        figures = measure(rate)
        if show(name, rate, figures):
            best, cost, missed = rate, figures["us_a_packet"], 0
        else:
            missed += 1
            if missed == 2:
                break
    return best, cost


def carillon():
    command = java_command + [str(streams), targets, str(SOURCE), str(SINK)]
    command += [key.hex() for key in KEYS] if encrypted else []
    relay = pinned(0, command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        for line in relay.stdout:
            if line.strip() == "READY":
                break
        # the compiler's work is not the relay's
        generate(relay.pid, 20_000, 20)
        result = climb("Carillon", lambda rate: generate(relay.pid, rate, seconds))
        relay.stdin.write("heap\n")
        relay.stdin.flush()
        print("Carillon  ", relay.stdout.readline().strip(), flush=True)
        return result
    finally:
        relay.kill()
        relay.wait()


def bencode(value):
    if isinstance(value, str):
        return b"%d:%s" % (len(value.encode()), value.encode())
    if isinstance(value, int):
        return b"i%de" % value
    if isinstance(value, list):
        return b"l" + b"".join(map(bencode, value)) + b"e"
    pairs = (bencode(key) + bencode(value[key]) for key in sorted(value))
    return b"d" + b"".join(pairs) + b"e"


def description(port, key, tag):
    profile = "RTP/SAVP" if encrypted else "RTP/AVP"
    crypto = f"a=crypto:{tag} AES_CM_128_HMAC_SHA1_80 inline:{base64.b64encode(key).decode()}\r\n"
    return (
        f"v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
        f"m=audio {port} {profile} 0\r\na=rtpmap:0 PCMU/8000\r\n"
        + (crypto if encrypted else "")
        + "a=ptime:20\r\na=sendrecv\r\n"
    )


class Control:
    """rtpengine's ng protocol."""

    def __init__(self):
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.settimeout(5)
        self.count = 0

    def ask(self, **what):
        self.count += 1
        what = {key.replace("_", "-"): value for key, value in what.items()}
        self.socket.sendto(b"%d " % self.count + bencode(what), ("127.0.0.1", CONTROL))
        return self.socket.recv(65536).decode("latin-1")


def audio_port(answer):
    return int(answer.split("m=audio ")[1].split()[0])


def tag_of(answer):
    return answer.split("a=crypto:")[1].split()[0] if encrypted else "1"


def rtpengine(rate):
    relay = pinned(
        0,
        ["rtpengine", "--foreground", "--log-stderr", "--log-level=3", "--table=-1"]
        + ["--interface=127.0.0.1", f"--listen-ng=127.0.0.1:{CONTROL}", "--num-threads=1"]
        + ["--port-min=20000", "--port-max=65000", "--timeout=36000", "--silent-timeout=36000"]
        + [f"--pidfile={scratch}/rtpengine.pid"],
        stderr=subprocess.DEVNULL,
    )
    try:
        control = Control()
        for _ in range(50):
            try:
                control.ask(command="ping")
                break
            except (ConnectionError, TimeoutError):
                time.sleep(0.2)
        lines = []
        for i in range(streams):
            call = {"call_id": f"c{i}", "from_tag": f"f{i}", "ICE": "remove", "flags": ["trust-address"]}
            call |= {"transport_protocol": "RTP/SAVP"} if encrypted else {}
            # a new key on the far side, as ours has: else it would pass packets as they are
            call |= {"SDES": ["only-AES_CM_128_HMAC_SHA1_80"]} if encrypted else {}
            offered = control.ask(command="offer", sdp=description(SOURCE, KEYS[0], 1), **call)
            tag = tag_of(offered)
            answer = description(SINK, KEYS[1], tag)
            answered = control.ask(command="answer", to_tag=f"t{i}", sdp=answer, **call)
            lines.append(f"127.0.0.1 {audio_port(answered)}\n")
        with open(targets, "w") as f:
            f.writelines(lines)
        return generate(relay.pid, rate, seconds)
    finally:
        relay.terminate()
        relay.wait()


ours, our_cost = carillon()
if os.environ.get("BENCH_WITHOUT_PEER"):
    print(f"Carillon holds {ours} packets/s with {our_cost:.2f} us of processor a packet")
elif shutil.which("rtpengine"):
    theirs, their_cost = climb("rtpengine", rtpengine)
    if theirs and ours:
        print(
            f"{mode}: Carillon holds {ours} packets/s and rtpengine {theirs}: {ours / theirs:.2f} times; "
            f"processor a packet {our_cost:.2f} and {their_cost:.2f} us: {their_cost / our_cost:.2f} times"
        )
else:
    print("rtpengine is not installed (Debian package rtpengine-daemon): no comparison")
