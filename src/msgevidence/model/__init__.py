"""The words of the house: plain frozen values, no input or output."""
