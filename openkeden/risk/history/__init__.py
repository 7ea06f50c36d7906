"""Histories: tables of past goods lines and of what their inspections found, read by a map of
their columns.
"""
