"""What can go wrong with a vault, and which test breaks it on purpose: thirty failures, none without one.

The list follows the failure model that the vault was designed to (crashes, damage, forgery, hostile imports, clocks,
keys); this file keeps it whole: a test that is renamed or removed is missed here.
"""

from __future__ import annotations

import ast
import errno
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from solferino.vault import Item, Vault, check
from solferino.words.errors import MachineError

TESTS = Path(__file__).resolve().parents[1]
MODEL: dict[str, tuple[str, ...]] = {
    "1 a crash at every call": ("vault/test_crash_states.py::test_every_state_after_a_crash",),
    "2 kill -9 of one and of two writers": (
        "vault/test_crash.py::test_a_killed_writer_loses_nothing_it_acknowledged",
        "vault/test_crash.py::test_two_writers_are_killed_and_lose_nothing",
    ),
    "3 a torn last line": ("vault/test_crash.py::test_a_torn_last_line_is_set_aside_and_recorded",),
    "4 a line edited, removed, moved or doubled": (
        "vault/test_check.py::test_a_damaged_log_is_refused_at_its_first_bad_record",
    ),
    "5 a log shorter than its checkpoint": (
        "vault/test_check.py::test_a_damaged_log_is_refused_at_its_first_bad_record",
        "vault/test_signing.py::test_a_log_that_was_cut_is_not_signed",
    ),
    "6 log and checkpoints rolled back together": (
        "vault/test_witness.py::test_a_roll_back_is_caught_by_the_copy_outside_or_said_to_be_unseen",
    ),
    "7 a log rewritten and signed again": (
        "vault/test_signing.py::test_a_log_that_was_rewritten_is_not_signed",
        "vault/test_witness.py::test_a_rewritten_log_gets_no_cosignature",
    ),
    "8 another key": (
        "vault/test_signing.py::test_a_key_nobody_let_in_is_not_followed",
        "vault/test_witness.py::test_a_signature_of_a_key_the_log_does_not_know_fails",
    ),
    "9 a flipped bit": (
        "vault/test_check.py::test_a_flipped_bit_anywhere_is_found",
        "vault/test_witness.py::test_a_flipped_bit_in_a_signed_vault_is_found",
        "vault/test_proof.py::test_a_damaged_index_is_made_anew",
    ),
    "10 other bytes of the same size": ("vault/test_fast.py::test_it_does_not_find_bytes_that_were_changed",),
    "11 objects gone, strange or misplaced": (
        "vault/test_check.py::test_a_missing_object_is_named",
        "vault/test_check.py::test_an_object_in_the_wrong_folder_fails",
        "vault/test_check.py::test_strangers_are_warnings",
    ),
    "12 no regular file in an object's place": (
        "vault/test_check.py::test_what_is_no_regular_file_is_reported_and_never_opened",
    ),
    "13 a linked folder among what is added": (
        "vault/intake/test_folder.py::test_a_symlinked_folder_is_recorded_and_not_followed",
    ),
    "14 a source that changes while it is read": (
        "vault/test_ingest.py::test_a_source_that_changes_while_read_is_refused",
    ),
    "15 a full disk, a disk that cannot be read or written": (
        "vault/test_crash.py::test_a_write_that_fails_leaves_a_valid_vault",
        "vault/test_crash.py::test_a_failed_sync_of_the_log_is_no_acknowledgement",
        "vault/test_failure_model.py::test_a_source_or_a_disk_that_cannot_be_used",
    ),
    "16 rot in an object that is added again": (
        "vault/test_ingest.py::test_an_altered_object_is_set_aside_and_replaced",
    ),
    "17 a wrong clock or zone": (
        "vault/test_crash.py::test_the_time_zone_changes_no_byte",
        "vault/test_time_outbox.py::test_a_wrong_clock_is_measured",
        "vault/test_time_clock.py::test_the_kernel_says_whether_its_clock_is_kept",
    ),
    "18 a time stamp that is none": (
        "vault/test_time_judge.py::test_each_fault_is_a_state_of_its_own",
        "vault/test_time_judge.py::test_nothing_an_authority_sends_is_fatal",
        "vault/test_time_outbox.py::test_a_time_before_an_earlier_token_is_out_of_order",
    ),
    "19 a hostile bag": (
        "vault/bag/test_hostile.py::test_hostile_names_make_a_bag_invalid",
        "vault/bag/test_hostile.py::test_nothing_is_fetched",
        "vault/bag/test_hostile.py::test_any_bytes_give_a_report",
    ),
    "20 a hostile zip": (
        "vault/intake/test_archive.py::test_a_bomb_is_stopped_by_what_comes_out",
        "vault/intake/test_archive.py::test_overlapping_entries_are_named",
        "vault/intake/test_archive.py::test_a_lying_size_is_named",
        "vault/intake/test_archive.py::test_an_encrypted_member_is_named",
    ),
    "21 a hostile tar": (
        "vault/intake/test_archive.py::test_links_and_devices_are_recorded_and_not_made",
        "vault/intake/test_archive.py::test_a_packed_tar_that_unfolds_without_end_is_stopped",
    ),
    "22 names that are no text": (
        "vault/test_ingest.py::test_a_file_name_that_is_no_text_is_kept_without_loss",
        "vault/intake/test_folder.py::test_names_that_are_no_text_are_kept",
    ),
    "23 bombs for those who decode pictures": (
        "vault/intake/test_picture.py::test_a_decoder_that_takes_too_long_is_ended",
        "vault/intake/test_picture.py::test_a_decoder_without_memory_is_ended",
    ),
    "24 two vaults of one id": ("vault/test_keys_nowhere.py::test_two_vaults_of_one_id_are_never_merged",),
    "25 a million records (make bench-vault), a proof in a millisecond": (
        "vault/test_proof.py::test_a_proof_takes_less_than_a_millisecond",
    ),
    "26 proofs for another place, cut or added to": (
        "vault/test_merkle.py::test_every_inclusion_proof_verifies_only_at_its_place",
        "vault/test_merkle.py::test_sizes_at_the_edge",
        "vault/test_checkproof.py::test_public_vectors_in_json_hold_or_do_not",
    ),
    "27 a private key in anything that is written": ("vault/test_keys_nowhere.py::test_the_private_key_is_nowhere",),
    "28 a redacted export": (
        "vault/bag/test_export.py::test_nothing_of_a_withheld_record_leaves",
        "vault/test_selective.py::test_a_proof_shows_one_record_and_nothing_of_the_others",
    ),
    "29 an object disposed of": ("vault/test_disposed.py::test_a_disposed_object_is_not_called_missing",),
    "30 a verifier without this program": ("vault/bag/test_export.py::test_the_bag_is_checked_without_us",),
}


@pytest.mark.parametrize("failure", MODEL)
def test_every_failure_has_its_test(failure: str) -> None:
    """The tests named for a failure are there, under these names."""
    for name in MODEL[failure]:
        file, _, function = name.partition("::")
        nodes = ast.walk(ast.parse((TESTS / file).read_text("utf-8")))
        found = {node.name for node in nodes if isinstance(node, ast.FunctionDef)}
        assert function in found


def test_the_model_has_thirty() -> None:
    """Numbered from 1 to 30, none left out."""
    assert [int(name.split(" ", 1)[0]) for name in MODEL] == list(range(1, 31))


@pytest.mark.parametrize("where", ["source", "disk"])
def test_a_source_or_a_disk_that_cannot_be_used(
    vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    """A source that fails while it is read, a disk that takes no file: told, nothing kept, the vault valid, and again."""
    source = tmp_path / "source.bin"
    source.write_bytes(b"x" * 100_000)
    opened = os.open

    def broken() -> Iterator[bytes]:
        yield b"x" * 1000
        raise OSError(errno.EIO, os.strerror(errno.EIO), str(source))

    def refused(path: Any, flags: int, *more: Any, **others: Any) -> int:
        if flags & os.O_CREAT and "staging" in str(path):
            raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(path))
        return opened(path, flags, *more, **others)

    with monkeypatch.context() as patch:
        if where == "disk":
            patch.setattr(os, "open", refused)
        code = errno.EROFS if where == "disk" else errno.EIO
        with pytest.raises(MachineError, match=os.strerror(code)):
            vault.ingest([Item(path=source) if where == "disk" else Item(stream=broken, name="source.bin")])
    assert check(tmp_path / "vault").ok
    assert not list((tmp_path / "vault/staging").iterdir())
    assert vault.ingest([Item(path=source)])[0].new
