"""A cable that takes its time: two network devices, and each packet arrives late.

The kernel's own means, `tc qdisc add … netem delay`, is left out of many kernels. The devices
are called by the first two arguments, the third is the delay in milliseconds. They go when
standard input ends.
"""

import fcntl
import os
import select
import struct
import sys
import time
from collections import deque

TUNSETIFF, IFF_TUN, IFF_NO_PI = 0x400454CA, 1, 0x1000


def open_device(name: str) -> int:
    device = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    request = struct.pack("16sH", name.encode(), IFF_TUN | IFF_NO_PI)
    fcntl.ioctl(device, TUNSETIFF, request)
    return device


def read_all(device: int):
    while True:
        try:
            yield os.read(device, 65536)
        except OSError:  # nothing more, or the device is not up yet
            return


def main(first: str, second: str, delay: float) -> None:
    devices = [open_device(first), open_device(second)]
    other = dict(zip(devices, reversed(devices)))
    under_way: deque[tuple[float, int, bytes]] = deque()  # in the order of their arrival
    print("up", flush=True)
    while True:
        wait = max(0, under_way[0][0] - time.monotonic()) if under_way else None
        readable, _, _ = select.select([*devices, sys.stdin], [], [], wait)
        if sys.stdin in readable and not os.read(0, 1):
            return
        for device in devices:
            for packet in read_all(device) if device in readable else []:
                under_way.append((time.monotonic() + delay, other[device], packet))
        while under_way and under_way[0][0] <= time.monotonic():
            _, device, packet = under_way.popleft()
            try:
                os.write(device, packet)
            except OSError:  # one end is down: packets are lost, as on any cable
                pass


main(sys.argv[1], sys.argv[2], float(sys.argv[3]) / 1000)
