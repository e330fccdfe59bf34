"""Reading what people type or paste, in forms, files and commands alike: clean it, check it, say what is wrong.

Each reader takes a text and gives a value, or raises Refused with the sentence a person will read. letters.py says what
is visible at all; numbers.py reads whole numbers, amounts' digits and rates; phones.py phone numbers; days.py days.
"""
