"""A SIP media application: greets the caller, rings a chime, and hangs up."""

import os

BUCKET = os.environ.get("PROMPT_BUCKET", "carillon-prompts")


def handler(event, context):
    kind = event["InvocationEventType"]
    print(f"event {event['Sequence']}: {kind}")
    leg_a = event["CallDetails"]["Participants"][0]["CallId"]
    actions = []
    if kind == "NEW_INBOUND_CALL":
        actions = greet(leg_a)
    elif kind == "ACTION_FAILED":
        actions = [hang_up(leg_a)]
    return {"SchemaVersion": "1.0", "Actions": actions}


def greet(call_id):
    return [
        action("Speak", CallId=call_id, Text="Hello, and welcome to Carillon."),
        action(
            "PlayAudio",
            CallId=call_id,
            AudioSource={"Type": "S3", "BucketName": BUCKET, "Key": "chime.wav"},
        ),
        action("Pause", CallId=call_id, DurationInMilliseconds=500),
        hang_up(call_id),
    ]


def hang_up(call_id):
    return action("Hangup", CallId=call_id, SipResponseCode="0")


def action(kind, **parameters):
    return {"Type": kind, "Parameters": parameters}
