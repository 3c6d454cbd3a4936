"""What record.py is made of: running microgpt.py's own statements, watching them, writing down what they compute."""
