"""Plays calls with unmodified boto3. A line of JSON in, a line of JSON out.

{"service", "operation", "input"} -> {"output"} or {"error", "modeled", "status", "message"}.
"""
import json
import sys

import boto3
from botocore import xform_name
from botocore.config import Config
from botocore.exceptions import ClientError, ParamValidationError, UnknownServiceError

CONFIG = Config(retries={"max_attempts": 0})
clients = {}


def client(service):
    if service not in clients:
        clients[service] = boto3.client(service, endpoint_url=sys.argv[1], config=CONFIG)
    return clients[service]


def play(service, operation, input):
    try:
        boto = client(service)
        method = getattr(boto, xform_name(operation))
    except (AttributeError, UnknownServiceError):
        return {"missing": True}
    try:
        output = method(**input)
        status = output.pop("ResponseMetadata")["HTTPStatusCode"]
        return {"output": output, "status": status}
    except ParamValidationError as refused:
        # an older boto3 does not know a newer member
        if "Unknown parameter in input" in str(refused):
            return {"missing": True}
        raise
    except ClientError as refused:
        code = refused.response["Error"]["Code"]
        modeled = getattr(boto.exceptions, code, None) if code.isidentifier() else None
        return {
            "error": code,
            "modeled": modeled is not None and type(refused) is modeled,
            "status": refused.response["ResponseMetadata"]["HTTPStatusCode"],
            "message": refused.response["Error"]["Message"],
        }


for line in sys.stdin:
    print(json.dumps(play(**json.loads(line)), default=str), flush=True)
