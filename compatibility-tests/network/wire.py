"""A cable between two network interfaces that loses, delays and, when told, lets nothing through.

    wire.py FIRST SECOND FILE

FILE says how the cable is: one line "DELAY_MS LOSS_PERCENT", or "cut". It is read again whenever it
changes. Written because the kernel's netem is not on every machine that runs the tests. Losses come
from a fixed seed, so that runs are alike.
"""
import heapq
import os
import random
import select
import socket
import sys
import time

SOL_PACKET = 263
PACKET_VNET_HDR = 15
PACKET_IGNORE_OUTGOING = 23
ALL_PROTOCOLS = 3
LARGEST = 70_000
QUEUE = 20_000


def interface(name):
    """A raw socket on an interface. What the sender left to its card, checksums, is in a header of
    each frame (struct virtio_net_hdr) and goes on with it."""
    raw = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ALL_PROTOCOLS))
    raw.setsockopt(SOL_PACKET, PACKET_VNET_HDR, 1)
    raw.setsockopt(SOL_PACKET, PACKET_IGNORE_OUTGOING, 1)
    raw.bind((name, 0))
    raw.setblocking(False)
    return raw


class Cable:
    def __init__(self, path):
        self.path = path
        self.changed = None
        self.read()

    def read(self):
        changed = os.stat(self.path).st_mtime_ns
        if changed != self.changed:
            with open(self.path, encoding="ascii") as file:
                words = file.read().split()
            if words:  # not in the middle of being written
                self.changed = changed
                self.cut = words == ["cut"]
                self.delay, self.loss = (0.0, 0.0) if self.cut else (
                    float(words[0]) / 1000, float(words[1]) / 100)


def main(first, second, path):
    ends = {}
    one, other = interface(first), interface(second)
    ends[one.fileno()] = (one, other)
    ends[other.fileno()] = (other, one)
    cable = Cable(path)
    chance = random.Random(3261)
    under_way = []
    count = 0
    poll = select.poll()
    for number in ends:
        poll.register(number, select.POLLIN)
    print("up", flush=True)
    while True:
        wait = 50
        if under_way:
            wait = max(0, min(wait, (under_way[0][0] - time.monotonic()) * 1000))
        for number, _ in poll.poll(wait):
            here, there = ends[number]
            frame = here.recv(LARGEST)
            if not cable.cut and len(under_way) < QUEUE and chance.random() >= cable.loss:
                count += 1
                heapq.heappush(under_way, (time.monotonic() + cable.delay, count, there, frame))
        cable.read()
        while under_way and under_way[0][0] <= time.monotonic():
            _, _, there, frame = heapq.heappop(under_way)
            if not cable.cut:
                try:
                    there.send(frame)
                except OSError as full:
                    print("lost a frame:", full, flush=True)


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
