"""The function of the benchmarks: answers a call with a prompt of 100 ms and leaves it up.

Two variables make it measure, neither is needed:
BENCH_FUNCTION_TIMES  a file that gets one line for each call: what NEW_INBOUND_CALL took in here, in
                      nanoseconds, without writing the line.
BENCH_FUNCTION_CORE   the processor to run on, so that it takes no time of the one under test.
"""

import os
import time

CORE = os.environ.get("BENCH_FUNCTION_CORE")
if CORE:
    os.sched_setaffinity(0, {int(CORE)})

TIMES = os.environ.get("BENCH_FUNCTION_TIMES")
times = open(TIMES, "a", buffering=1) if TIMES else None


def handler(event, context):
    started = time.perf_counter_ns()
    if event["InvocationEventType"] != "NEW_INBOUND_CALL":
        return {"SchemaVersion": "1.0", "Actions": []}
    answer = {
        "SchemaVersion": "1.0",
        "Actions": [
            {
                "Type": "PlayAudio",
                "Parameters": {
                    "CallId": event["CallDetails"]["Participants"][0]["CallId"],
                    "AudioSource": {"Type": "S3", "BucketName": "bench-prompts", "Key": "beep.wav"},
                },
            }
        ],
    }
    if times:
        times.write(f"{time.perf_counter_ns() - started}\n")
    return answer
