"""Law as data, no code: rows with validity, act, source and mark, read by
`openkeden.lawpack.pack`.
"""
