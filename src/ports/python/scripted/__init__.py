"""A script that trains and samples a GPT, as a port: its statements found by what they do, and executed."""
