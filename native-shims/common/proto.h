/*
 * Every message between jockerd and the shim; docs/shim-protocol.md is the contract. The Java
 * side is io.jocker.core.runtime.ShimMessage; a test compares the two, so keep one NAME = number
 * to a line.
 */
#ifndef JOCKER_PROTO_H
#define JOCKER_PROTO_H

enum shim_message {
    MSG_STDIN = 0,
    MSG_STDOUT = 1,
    MSG_STDERR = 2,
    MSG_STDIN_EOF = 3,
    MSG_START = 16,
    MSG_SIGNAL = 17,
    MSG_RESIZE = 18,
    MSG_STATE = 19,
    MSG_ATTACH = 20,
    MSG_DELETE = 21,
    MSG_EXEC = 22,
    MSG_UPDATE = 23,
    MSG_PAUSE = 24,
    MSG_RESUME = 25,
    MSG_RESERVE = 26,
    MSG_EXEC_FORGET = 27,
    MSG_OK = 32,
    MSG_ERROR = 33,
    MSG_READY = 40,
    MSG_EXIT = 41,
    MSG_OOM = 42,
    MSG_EXEC_EXIT = 43,
};

#define FRAME_HEADER 8u
#define FRAME_MAX_DATA 65536u
#define FRAME_MAX_JSON (1u << 20)

#endif
