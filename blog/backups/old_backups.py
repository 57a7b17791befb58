"""Which backups go once a newer one is made."""

from pathlib import Path

from blog.backups.backup_files import (
    BackupError,
    locked,
    read_description,
    remove_backup,
    whole_backups,
)


def remove_older(folder: Path, keep: int, site: str) -> int:
    """Leaves the ``keep`` newest backups of a site, and what cannot be read; how many went."""
    with locked(folder):
        own = [path for path in whole_backups(folder) if is_of_site(path, site)]
        for path in own[keep:]:
            remove_backup(path)
    return len(own[keep:])


def is_of_site(backup: Path, site: str) -> bool:
    try:
        return read_description(backup).site == site
    except BackupError:
        return False
