"""Proofs that openkeden keeps what it acknowledged: `make prove`. Each can fail."""
