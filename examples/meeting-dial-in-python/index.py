"""A SIP media application: asks for a meeting's PIN and puts the caller into the meeting.

PINS of the environment are the PINs that open a meeting: 123456,654321. A PIN's meeting is made when
its first caller comes. Each caller becomes an attendee of it. Both with boto3; nothing is kept
between calls.
"""

import os

PINS = os.environ.get("PINS", "123456").split(",")
REGION = os.environ.get("AWS_REGION", "us-east-1")
TRIES = 3


def handler(event, context):
    kind = event["InvocationEventType"]
    done = event.get("ActionData", {})
    print(f"event {event['Sequence']}: {kind} {done.get('Type', '')}")
    tries = event["CallDetails"].get("TransactionAttributes", {}).get("tries", 0)
    actions = []
    if kind == "NEW_INBOUND_CALL":
        actions = [ask("Welcome. Enter the six digits of your meeting.")]
    elif kind == "ACTION_SUCCESSFUL" and done["Type"] == "SpeakAndGetDigits":
        tries += 1
        actions = join(event, done["ReceivedDigits"], tries)
    elif kind == "ACTION_SUCCESSFUL" and done["Type"] == "JoinChimeMeeting":
        print("joined", done["Parameters"]["MeetingId"])
    elif kind == "ACTION_FAILED":
        print("failed:", done.get("ErrorMessage") or done.get("Error"))
        actions = [say("You cannot join now. Goodbye."), action("Hangup")]
    elif kind == "HANGUP":
        legs = event["CallDetails"]["Participants"]
        actions = [
            action("Hangup", CallId=leg["CallId"]) for leg in legs if leg["Status"] == "Connected"
        ]
    return {
        "SchemaVersion": "1.0",
        "Actions": actions,
        "TransactionAttributes": {"tries": tries},
    }


def join(event, pin, tries):
    if pin not in PINS and tries >= TRIES:
        return [say("There is no such meeting either. Goodbye."), action("Hangup")]
    if pin not in PINS:
        return [ask("There is no such meeting. Please try again.")]
    caller = event["CallDetails"]["Participants"][0]
    meeting, join_token = attend(pin, caller["CallId"])
    return [
        say("You are joining the meeting."),
        action(
            "JoinChimeMeeting",
            JoinToken=join_token,
            CallId=caller["CallId"],
            MeetingId=meeting,
        ),
    ]


def attend(pin, call_id):
    import boto3  # only now: a call that never gets here starts sooner

    meetings = boto3.client("chime-sdk-meetings")
    # The same token gives the same meeting again, as long as it lives.
    meeting = meetings.create_meeting(
        ClientRequestToken=f"dial-in-{pin}",
        ExternalMeetingId=f"dial-in-{pin}",
        MediaRegion=REGION,
    )["Meeting"]["MeetingId"]
    attendee = meetings.create_attendee(MeetingId=meeting, ExternalUserId=call_id)
    return meeting, attendee["Attendee"]["JoinToken"]


def ask(text):
    return action(
        "SpeakAndGetDigits",
        SpeechParameters={"Text": text},
        FailureSpeechParameters={"Text": "Six digits, please."},
        InputDigitsRegex=r"^\d{6}$",
        MinNumberOfDigits=6,
        MaxNumberOfDigits=6,
        TerminatorDigits=["#"],
        Repeat=3,
        RepeatDurationInMilliseconds=10000,
    )


def say(text):
    return action("Speak", Text=text)


def action(kind, **parameters):
    return {"Type": kind, "Parameters": parameters}
