"""Whether a settings file can be replaced is known before anything is typed."""

from pathlib import Path

from tracker.settings import replacing


def test_a_file_beside_which_nothing_can_be_written_says_so_and_any_other_leaves_no_trace(tmp_path: Path) -> None:
    free, long = tmp_path / "lexicon.yaml", tmp_path / ("f" * 250)
    assert replacing.refusal(free) == ""
    assert "File name too long" in replacing.refusal(long)
    assert "No such file" in replacing.refusal(tmp_path / "nowhere" / "lexicon.yaml")
    assert list(tmp_path.iterdir()) == []
