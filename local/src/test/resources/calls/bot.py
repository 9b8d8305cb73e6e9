"""The bot of the scripted calls: takes one input and is done; raises when it is 99."""


def handler(event, context):
    if event["inputTranscript"] == "99":
        raise ValueError("no such pizza")
    return {
        "sessionState": {
            "dialogAction": {"type": "Close"},
            "intent": {"name": "Order", "slots": {}, "state": "Fulfilled"},
        },
        "messages": [],
    }
