"""A SIP media application: asks for a meeting's PIN and puts the caller into the meeting.

MEETINGS of the environment says which PIN opens which meeting: {"123456": "MEETING_ID"}. Each caller
becomes an attendee of the meeting, made with boto3; nothing is kept between calls.
"""

import json
import os

MEETINGS = json.loads(os.environ.get("MEETINGS", "{}"))
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
    meeting = MEETINGS.get(pin)
    if meeting is None and tries >= TRIES:
        return [say("There is no such meeting either. Goodbye."), action("Hangup")]
    if meeting is None:
        return [ask("There is no such meeting. Please try again.")]
    caller = event["CallDetails"]["Participants"][0]
    return [
        say("You are joining the meeting."),
        action(
            "JoinChimeMeeting",
            JoinToken=join_token(meeting, caller["CallId"]),
            CallId=caller["CallId"],
            MeetingId=meeting,
        ),
    ]


def join_token(meeting, call_id):
    import boto3  # only now: a call that never gets here starts sooner

    attendee = boto3.client("chime-sdk-meetings").create_attendee(
        MeetingId=meeting, ExternalUserId=call_id
    )
    return attendee["Attendee"]["JoinToken"]


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
