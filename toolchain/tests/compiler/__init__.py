"""Tests of the compiler without its emitters."""
