"""The rules without IO: time, randomness and bytes are arguments, values and errors come back."""
