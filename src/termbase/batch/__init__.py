"""Workflows over many documents: a folder goes in, a folder of the same shape comes out.

find     the documents in a folder
task     what is to be made, and of what
outputs  where results may go
record   what was made of what, kept in the folder that it was written to
pool     making, in this process or in several
run      the whole: leaves alone what is up to date, makes the rest, writes each file whole
align    a memory of each document
segment  the sentences of each text
"""
