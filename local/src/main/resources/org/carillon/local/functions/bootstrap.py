"""The Python runtime of a function's child process, on the standard library alone.

Asks the Lambda Runtime API (AWS_LAMBDA_RUNTIME_API) for events and hands them to the handler that
_HANDLER names in the folder LAMBDA_TASK_ROOT. It ends with its host: when the Runtime API cannot
be reached, or when standard input, a pipe the host never writes to, comes to its end.
"""

import decimal
import http.client
import importlib.util
import json
import logging
import os
import sys
import threading
import time
import traceback

API, _, SECRET = os.environ["AWS_LAMBDA_RUNTIME_API"].partition("/")
BASE = ("/" + SECRET if SECRET else "") + "/2018-06-01/runtime/"


class HostGone(Exception):
    """The host cannot be reached any more."""


class HandlerError(Exception):
    """The handler cannot be loaded."""

    def __init__(self, error_type, message, trace=()):
        super().__init__(message)
        self.error_type = error_type
        self.trace = list(trace)


class Host:
    """The child's side of the Lambda Runtime API, on one kept connection."""

    def __init__(self):
        self.connection = http.client.HTTPConnection(API)

    def call(self, method, path, body=None, headers=None):
        for attempt in (1, 2):
            try:
                self.connection.request(method, BASE + path, body, headers or {})
                response = self.connection.getresponse()
                return response, response.read()
            except (OSError, http.client.HTTPException):
                # A kept connection may have been closed while the handler worked.
                self.connection.close()
                if attempt == 2:
                    raise HostGone()
        raise HostGone()

    def next(self):
        response, body = self.call("GET", "invocation/next")
        if response.status != 200:
            raise HostGone()
        return response.headers, body

    def error(self, path, error_type, message, trace):
        body = {"errorMessage": message, "errorType": error_type, "stackTrace": trace}
        self.call(
            "POST",
            path,
            json.dumps(body).encode("utf-8"),
            {
                "Content-Type": "application/json",
                "Lambda-Runtime-Function-Error-Type": error_type.encode("ascii", "replace"),
            },
        )


class CognitoIdentity:
    cognito_identity_id = None
    cognito_identity_pool_id = None


class Context:
    """What a handler may ask about its invocation."""

    def __init__(self, headers):
        self.aws_request_id = headers["Lambda-Runtime-Aws-Request-Id"]
        self.invoked_function_arn = headers["Lambda-Runtime-Invoked-Function-Arn"]
        self.function_name = os.environ["AWS_LAMBDA_FUNCTION_NAME"]
        self.function_version = os.environ["AWS_LAMBDA_FUNCTION_VERSION"]
        self.memory_limit_in_mb = os.environ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"]
        self.log_group_name = os.environ["AWS_LAMBDA_LOG_GROUP_NAME"]
        self.log_stream_name = os.environ["AWS_LAMBDA_LOG_STREAM_NAME"]
        self.identity = CognitoIdentity()
        self.client_context = None
        self._deadline = int(headers["Lambda-Runtime-Deadline-Ms"])

    def get_remaining_time_in_millis(self):
        return max(0, self._deadline - int(time.time() * 1000))

    def log(self, message):
        print(message)


class RequestId(logging.Filter):
    """Puts the request id on each log record, as Lambda does."""

    current = ""

    def filter(self, record):
        record.aws_request_id = RequestId.current
        return True


def set_up_logging():
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(
        logging.Formatter("[%(levelname)s]\t%(aws_request_id)s\t%(message)s")
    )
    handler.addFilter(RequestId())
    logging.getLogger().addHandler(handler)


def end_with_host():
    def watch():
        try:
            while os.read(0, 4096):
                pass
        finally:
            os._exit(0)

    threading.Thread(target=watch, name="host-watch", daemon=True).start()


def load_handler():
    module_name, _, attribute = os.environ["_HANDLER"].partition(".")
    file = os.environ["CARILLON_FUNCTION_CODE"]
    # A file name may hold dots: what stands behind the file's own name is the handler.
    stem = os.path.splitext(os.path.basename(file))[0]
    if os.environ["_HANDLER"].startswith(stem + "."):
        module_name, attribute = stem, os.environ["_HANDLER"][len(stem) + 1 :]
    sys.path.insert(0, os.environ["LAMBDA_TASK_ROOT"])
    try:
        spec = importlib.util.spec_from_file_location(module_name, file)
        module = importlib.util.module_from_spec(spec)
        sys.modules[module_name] = module
        spec.loader.exec_module(module)
    except ImportError as e:
        raise HandlerError(
            "Runtime.ImportModuleError", "Unable to import module '%s': %s" % (module_name, e)
        )
    except SyntaxError as e:
        raise HandlerError(
            "Runtime.UserCodeSyntaxError",
            "Syntax error in module '%s': %s" % (module_name, e),
            ['  File "%s" Line %s\n    %s' % (e.filename, e.lineno, e.text)],
        )
    found = module
    for part in attribute.split("."):
        if not hasattr(found, part):
            raise HandlerError(
                "Runtime.HandlerNotFound",
                "Handler '%s' missing on module '%s'" % (attribute, module_name),
            )
        found = getattr(found, part)
    return found


def to_json(value):
    def plain(other):
        if isinstance(other, decimal.Decimal):
            return float(other)
        raise TypeError("Object of type %s is not JSON serializable" % type(other).__name__)

    return json.dumps(value, default=plain, allow_nan=False, ensure_ascii=False).encode("utf-8")


def trace_of(error, skip):
    return traceback.format_list(traceback.extract_tb(error.__traceback__)[skip:])


def serve(host, handler):
    headers, payload = host.next()
    request_id = headers["Lambda-Runtime-Aws-Request-Id"]
    RequestId.current = request_id
    os.environ["_X_AMZN_TRACE_ID"] = headers["Lambda-Runtime-Trace-Id"]
    place = "invocation/%s/" % request_id
    try:
        event = json.loads(payload)
    except ValueError as e:
        host.error(place + "error", "Runtime.UnmarshalError", "Unable to unmarshal input: %s" % e, [])
        return
    try:
        answer = handler(event, Context(headers))
    except Exception as e:
        traceback.print_exception(type(e), e, e.__traceback__.tb_next, file=sys.stdout)
        host.error(place + "error", type(e).__name__, str(e), trace_of(e, 1))
        return
    try:
        body = to_json(answer)
    except (TypeError, ValueError, RecursionError) as e:
        message = "Unable to marshal response: %s" % e
        print(message)
        host.error(place + "error", "Runtime.MarshalError", message, [])
        return
    host.call("POST", place + "response", body, {"Content-Type": "application/json"})


def main():
    end_with_host()
    set_up_logging()
    host = Host()
    try:
        try:
            handler = load_handler()
        except HandlerError as e:
            host.error("init/error", e.error_type, str(e), e.trace)
            sys.exit(1)
        except Exception as e:
            traceback.print_exc(file=sys.stdout)
            host.error("init/error", type(e).__name__, str(e), trace_of(e, 1))
            sys.exit(1)
        while True:
            serve(host, handler)
    except HostGone:
        os._exit(0)


main()
