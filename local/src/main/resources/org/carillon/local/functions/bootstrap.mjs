// The Node runtime of a function's child process, on Node's own modules alone.
//
// Asks the Lambda Runtime API (AWS_LAMBDA_RUNTIME_API) for events and hands them to the handler
// that _HANDLER names. It ends with its host: when the Runtime API cannot be reached, or when
// standard input, a pipe the host never writes to, comes to its end.

import http from 'node:http';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';

const env = process.env;
const [api, ...secret] = env.AWS_LAMBDA_RUNTIME_API.split('/');
const base = (secret.length ? '/' + secret.join('/') : '') + '/2018-06-01/runtime/';
const [host, port] = api.split(':');
const agent = new http.Agent({ keepAlive: true, maxSockets: 1, noDelay: true });

class HostGone extends Error {}

class HandlerError extends Error {
  constructor(type, message) {
    super(message);
    this.name = type;
  }
}

function callOnce(method, path, body, headers) {
  return new Promise((resolve, reject) => {
    const request = http.request(
      { agent, host, port, method, path: base + path, headers },
      (response) => {
        const chunks = [];
        response.on('data', (chunk) => chunks.push(chunk));
        response.on('end', () =>
          resolve({
            status: response.statusCode,
            headers: response.headers,
            body: Buffer.concat(chunks).toString('utf8'),
          }),
        );
        response.on('error', reject);
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}

async function call(method, path, body, headers = {}) {
  if (body !== undefined) {
    headers['Content-Type'] = 'application/json';
    headers['Content-Length'] = Buffer.byteLength(body);
  }
  try {
    return await callOnce(method, path, body, headers);
  } catch {
    // A kept connection may have been closed while the handler worked.
    try {
      return await callOnce(method, path, body, headers);
    } catch {
      throw new HostGone();
    }
  }
}

function describe(error) {
  if (error instanceof Error) {
    return {
      errorType: String(error.name || 'Error'),
      errorMessage: String(error.message),
      trace: String(error.stack || '').split('\n').slice(1).map((line) => line.trim()),
    };
  }
  const text = typeof error === 'string' ? error : JSON.stringify(error);
  return { errorType: typeof error, errorMessage: String(text), trace: [] };
}

function tellError(path, error) {
  const said = describe(error);
  return call('POST', path, JSON.stringify(said), {
    'Lambda-Runtime-Function-Error-Type': said.errorType.replace(/[^\x20-\x7e]/g, '?'),
  });
}

function endWithHost() {
  // On a thread of its own: a handler that never gives the event loop back must end too.
  // It waits by events and not in a read: process.exit joins its workers, and one that sits in a
  // blocking read cannot be stopped.
  const watch = `
    const { Socket } = require('node:net');
    const end = () => process.kill(process.pid, 'SIGKILL');
    new Socket({ fd: 0, readable: true, writable: false }).on('end', end).on('error', end).resume();`;
  new Worker(watch, { eval: true, stdin: false }).unref();
}

async function loadHandler() {
  const file = env.CARILLON_FUNCTION_CODE;
  const name = file.slice(file.lastIndexOf('/') + 1);
  const stem = name.slice(0, name.lastIndexOf('.'));
  const path = env._HANDLER.slice(stem.length + 1);
  let module;
  try {
    module = await import(pathToFileURL(file).href);
  } catch (e) {
    if (e && (e.code === 'ERR_MODULE_NOT_FOUND' || e.code === 'MODULE_NOT_FOUND')) {
      throw new HandlerError('Runtime.ImportModuleError', 'Error: ' + e.message);
    }
    if (e instanceof SyntaxError) {
      console.log(e.stack);
      throw new HandlerError('Runtime.UserCodeSyntaxError', 'SyntaxError: ' + e.message);
    }
    throw e;
  }
  const find = (root) => path.split('.').reduce((at, part) => at?.[part], root);
  const handler = find(module) ?? find(module.default);
  if (handler === undefined || handler === null) {
    throw new HandlerError('Runtime.HandlerNotFound', env._HANDLER + ' is undefined or not exported');
  }
  if (typeof handler !== 'function') {
    throw new HandlerError('Runtime.HandlerNotFound', env._HANDLER + ' is not a function');
  }
  return handler;
}

/** What becomes of the event in hand; undefined between events. */
let settle;

/** Set once something outside of a handler's own promise went wrong: the process ends then. */
let dying = false;

function invoke(handler, event, headers) {
  return new Promise((resolve, reject) => {
    settle = { resolve, reject };
    const deadline = Number(headers['lambda-runtime-deadline-ms']);
    const done = (error, value) =>
      error === undefined || error === null ? resolve(value) : reject(error);
    const context = {
      awsRequestId: headers['lambda-runtime-aws-request-id'],
      invokedFunctionArn: headers['lambda-runtime-invoked-function-arn'],
      functionName: env.AWS_LAMBDA_FUNCTION_NAME,
      functionVersion: env.AWS_LAMBDA_FUNCTION_VERSION,
      memoryLimitInMB: env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
      logGroupName: env.AWS_LAMBDA_LOG_GROUP_NAME,
      logStreamName: env.AWS_LAMBDA_LOG_STREAM_NAME,
      callbackWaitsForEmptyEventLoop: true,
      getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
      done,
      succeed: resolve,
      fail: reject,
    };
    const result = handler(event, context, done);
    if (result && typeof result.then === 'function') {
      result.then(resolve, reject);
    }
  });
}

async function serve(handler) {
  const next = await call('GET', 'invocation/next');
  if (next.status !== 200) {
    throw new HostGone();
  }
  const place = 'invocation/' + next.headers['lambda-runtime-aws-request-id'];
  env._X_AMZN_TRACE_ID = next.headers['lambda-runtime-trace-id'];
  let body;
  try {
    const answer = await invoke(handler, JSON.parse(next.body), next.headers);
    settle = undefined;
    body = answer === undefined ? 'null' : JSON.stringify(answer) ?? 'null';
  } catch (e) {
    settle = undefined;
    console.log(e instanceof Error ? e.stack : e);
    await tellError(place + '/error', e);
    if (dying) {
      process.exit(129);
    }
    return;
  }
  await call('POST', place + '/response', body);
}

async function main() {
  endWithHost();
  // A handler without a promise that leaves nothing to wait for has answered nothing.
  process.on('beforeExit', () => settle?.resolve(null));
  const fatal = (type) => (error) => {
    console.log(error instanceof Error ? error.stack : error);
    dying = true;
    if (settle) {
      settle.reject(Object.assign(new Error(describe(error).errorMessage), { name: type }));
    } else {
      process.exit(129);
    }
  };
  process.on('uncaughtException', fatal('Runtime.UncaughtException'));
  process.on('unhandledRejection', fatal('Runtime.UnhandledPromiseRejection'));
  let handler;
  try {
    handler = await loadHandler();
  } catch (e) {
    await tellError('init/error', e);
    process.exit(1);
  }
  for (;;) {
    await serve(handler);
  }
}

main().catch((e) => {
  if (!(e instanceof HostGone)) {
    console.log(e);
  }
  process.exit(e instanceof HostGone ? 0 : 1);
});
