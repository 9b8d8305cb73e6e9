"""A SIP media application: takes a message after the tone and keeps it in a bucket."""

import os

BUCKET = os.environ.get("VOICEMAIL_BUCKET", "carillon-voicemail")
PROMPTS = os.environ.get("PROMPT_BUCKET", "carillon-prompts")
LONGEST_SECONDS = 60


def handler(event, context):
    kind = event["InvocationEventType"]
    action_type = event.get("ActionData", {}).get("Type")
    print(f"event {event['Sequence']}: {kind} {action_type or ''}")
    actions = []
    if kind == "NEW_INBOUND_CALL":
        actions = greet() + [record(caller(event))]
    elif kind == "ACTION_SUCCESSFUL" and action_type == "RecordAudio":
        print("kept a message as", event["ActionData"]["RecordingDestination"]["Key"])
        actions = [say("Thank you. Your message is kept. Goodbye."), action("Hangup")]
    elif kind == "ACTION_FAILED":
        print("failed:", event["ActionData"].get("ErrorMessage"))
        actions = [say("We are sorry, no message can be taken now."), action("Hangup")]
    return {"SchemaVersion": "1.0", "Actions": actions}


def caller(event):
    return event["CallDetails"]["Participants"][0]["From"].lstrip("+")


def greet():
    return [
        say("Nobody is here. Leave a message after the tone, and press the hash key."),
        action(
            "PlayAudio",
            AudioSource={"Type": "S3", "BucketName": PROMPTS, "Key": "chime.wav"},
        ),
    ]


def record(who):
    return action(
        "RecordAudio",
        DurationInSeconds=LONGEST_SECONDS,
        SilenceDurationInSeconds=5,
        SilenceThreshold=100,
        RecordingTerminators=["#"],
        RecordingDestination={"Type": "S3", "BucketName": BUCKET, "Prefix": f"messages/{who}"},
    )


def say(text):
    return action("Speak", Text=text)


def action(kind, **parameters):
    return {"Type": kind, "Parameters": parameters}
