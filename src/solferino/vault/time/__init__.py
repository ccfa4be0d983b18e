"""Time from outside: authorities that sign when they saw a checkpoint (RFC 3161).

A token says that bytes existed *not later than* a moment; nothing here says that they did not exist earlier. The
checkpoint's whole file is what is stamped, so one token covers every record below it and tells its authority none of
them. Tokens are judged at the time they state, never by today's date, under roots that the case pins.
"""
