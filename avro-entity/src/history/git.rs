//! What git has of the folder `schemas`, read from its objects by the program `git`; nothing is checked out or fetched.

use super::folder::Folder;
use crate::error::{Error, ErrorKind};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Output, Stdio};

/// The repository around a store.
pub(super) struct Repository {
    /// The repository's outermost folder.
    top: PathBuf,
    /// The path of the store from there, with `/` between names; empty when it is the repository itself.
    schemas: String,
}

impl Repository {
    /// The repository in which the folder `schemas` is, or would be.
    pub(super) fn around(schemas: &Path) -> Result<Repository, Error> {
        let absolute = std::path::absolute(schemas).map_err(|error| Error::from(error).in_file(schemas))?;
        let there = absolute.ancestors().find(|folder| folder.is_dir()).unwrap_or(&absolute);
        let place = |error: Error| error.in_file(schemas);
        let top = line(run(there, &["rev-parse", "--show-toplevel"]).map_err(place)?, "no git repository with files")
            .map_err(place)?;
        let prefix =
            line(run(there, &["rev-parse", "--show-prefix"]).map_err(place)?, "no git repository").map_err(place)?;
        let rest = absolute.strip_prefix(there).unwrap_or(Path::new(""));
        let rest = rest.components().map(|name| name.as_os_str().to_string_lossy());
        let names: Vec<_> = prefix.split('/').filter(|name| !name.is_empty()).map(Into::into).chain(rest).collect();
        Ok(Repository { top: PathBuf::from(top), schemas: names.join("/") })
    }

    /// The id of the commit that a name stands for.
    ///
    /// # Errors
    ///
    /// When there is none here, with the command that gets it.
    pub(super) fn commit(&self, name: &str) -> Result<String, Error> {
        match self.try_commit(name)? {
            Some(commit) => Ok(commit),
            None => {
                let message = format!("git has no commit `{name}` here: {}", self.how_to_get(name));
                Err(Error::new(ErrorKind::History, message).in_file(&self.top))
            }
        }
    }

    /// The same, `None` when there is none.
    pub(super) fn try_commit(&self, name: &str) -> Result<Option<String>, Error> {
        let wanted = format!("{name}^{{commit}}");
        let output = run(&self.top, &["rev-parse", "--verify", "--quiet", "--end-of-options", &wanted])?;
        let commit = output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned());
        Ok(commit.filter(|commit| !commit.is_empty()))
    }

    /// Whether a rebase is under way.
    pub(super) fn rebases(&self) -> Result<bool, Error> {
        let output = run(&self.top, &["rev-parse", "--git-path", "rebase-merge", "--git-path", "rebase-apply"])?;
        Ok(String::from_utf8_lossy(&output.stdout).lines().any(|path| self.top.join(path).is_dir()))
    }

    /// The newest commit from which two others go on; `None` when they have nothing in common.
    pub(super) fn merge_base(&self, one: &str, two: &str) -> Result<Option<String>, Error> {
        let output = run(&self.top, &["merge-base", one, two])?;
        let base = String::from_utf8_lossy(&output.stdout).trim().to_owned();
        if output.status.success() && !base.is_empty() {
            return Ok(Some(base));
        }
        match self.is_shallow()? {
            true => {
                let message = "git does not have the commit from which both sides go on: run `git fetch --unshallow`";
                Err(Error::new(ErrorKind::History, message).in_file(&self.top))
            }
            false => Ok(None),
        }
    }

    /// The folders of histories at a commit, which is called `name` where they are shown.
    pub(super) fn folders(&self, commit: &str, name: &str) -> Result<Vec<Folder>, Error> {
        let mut arguments = vec!["ls-tree", "-r", "-z", "--full-tree", commit];
        let below = format!("{}/", self.schemas);
        if !self.schemas.is_empty() {
            arguments.extend(["--", below.as_str()]);
        }
        let output = run(&self.top, &arguments)?;
        if !output.status.success() {
            return Err(self.missing(name, &failure(&output)));
        }
        let listing = String::from_utf8_lossy(&output.stdout);
        let mut objects = Objects::open(&self.top)?;
        let mut folders = BTreeMap::new();
        for (id, path) in listing.split('\0').filter_map(blob) {
            let inside = if self.schemas.is_empty() { Some(path) } else { path.strip_prefix(&below) };
            let Some((folder, file)) = inside.and_then(|inside| inside.split_once('/')) else { continue };
            if Folder::belongs(file) && !file.contains('/') && !folder.starts_with('.') {
                let bytes = objects.read(id)?.ok_or_else(|| self.missing(name, &format!("object {id} is missing")))?;
                let shown = || Folder::new(format!("{name}:{below}{folder}").into(), folder.to_owned());
                folders.entry(folder.to_owned()).or_insert_with(shown).add(file.to_owned(), bytes);
            }
        }
        Ok(folders.into_values().collect())
    }

    fn missing(&self, name: &str, what: &str) -> Error {
        let message = format!("git has not all of `{name}` here ({what}): {}", self.how_to_get(name));
        Error::new(ErrorKind::History, message).in_file(&self.top)
    }

    fn is_shallow(&self) -> Result<bool, Error> {
        let output = run(&self.top, &["rev-parse", "--is-shallow-repository"])?;
        Ok(output.stdout.starts_with(b"true"))
    }

    /// The command that gets what `name` stands for.
    fn how_to_get(&self, name: &str) -> String {
        let remotes = run(&self.top, &["remote"]).map(|output| output.stdout).unwrap_or_default();
        let remotes = String::from_utf8_lossy(&remotes);
        let remotes: Vec<&str> = remotes.lines().collect();
        let Some(remote) = remotes.iter().find(|remote| **remote == "origin").or(remotes.first()) else {
            return "no remote is configured to fetch it from".to_owned();
        };
        let of_remote = name.split_once('/').filter(|(first, _)| remotes.contains(first));
        match of_remote {
            _ if name.contains(['~', '^', '@', ':']) || name.ends_with("HEAD") => {
                "run `git fetch --unshallow`".to_owned()
            }
            Some((remote, branch)) => {
                format!("run `git fetch --depth=1 {remote} {branch}:refs/remotes/{name}`")
            }
            None if name.len() >= 40 && name.bytes().all(|byte| byte.is_ascii_hexdigit()) => {
                format!("run `git fetch --depth=1 {remote} {name}`")
            }
            None => format!(
                "run `git fetch --depth=1 {remote} {name}:refs/remotes/{remote}/{name}` and name it `{remote}/{name}`"
            ),
        }
    }
}

/// Id and path of a file in a line of `git ls-tree`: `100644 blob <id>\t<path>`.
fn blob(line: &str) -> Option<(&str, &str)> {
    let (about, path) = line.split_once('\t')?;
    let mut about = about.split(' ');
    let (_, kind, id) = (about.next()?, about.next()?, about.next()?);
    (kind == "blob").then_some((id, path))
}

/// Reads objects, one after the other, through one `git cat-file`.
struct Objects {
    git: Child,
    ask: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Objects {
    fn open(top: &Path) -> Result<Objects, Error> {
        let mut command = command(top, &["cat-file", "--batch"]);
        let mut git =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().map_err(no_git)?;
        match (git.stdin.take(), git.stdout.take()) {
            (Some(ask), Some(answers)) => Ok(Objects { git, ask, answers: BufReader::new(answers) }),
            _ => Err(Error::new(ErrorKind::Io, "`git cat-file` has no input or output")),
        }
    }

    /// The bytes of a blob; `None` when the repository does not have it.
    fn read(&mut self, id: &str) -> Result<Option<Vec<u8>>, Error> {
        writeln!(self.ask, "{id}")?;
        self.ask.flush()?;
        let mut head = String::new();
        self.answers.read_line(&mut head)?;
        // `<id> blob <bytes>`, or `<id> missing`.
        let Some(len) = head.trim_end().rsplit(' ').next().and_then(|len| len.parse::<u64>().ok()) else {
            return Ok(None);
        };
        let mut bytes = Vec::new();
        let whole = len.saturating_add(1);
        self.answers.by_ref().take(whole).read_to_end(&mut bytes)?;
        if bytes.len() as u64 != whole {
            return Err(Error::new(ErrorKind::UnexpectedEnd, format!("`git cat-file` broke off in object {id}")));
        }
        bytes.pop();
        Ok(Some(bytes))
    }
}

impl Drop for Objects {
    fn drop(&mut self) {
        // Ended rather than awaited: nobody reads what it still has to say.
        let _ = self.git.kill();
        let _ = self.git.wait();
    }
}

fn run(folder: &Path, arguments: &[&str]) -> Result<Output, Error> {
    command(folder, arguments).stdin(Stdio::null()).output().map_err(no_git)
}

/// `git` in a folder, which finds the repository from there, takes paths as they are and fetches nothing by itself.
fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new("git");
    command.arg("-C").arg(folder).args(arguments);
    for variable in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"] {
        command.env_remove(variable);
    }
    command.env("GIT_LITERAL_PATHSPECS", "1").env("GIT_NO_LAZY_FETCH", "1").env("LC_ALL", "C");
    command
}

fn no_git(error: std::io::Error) -> Error {
    Error::new(ErrorKind::Io, format!("the program `git` does not run: {error}")).caused_by(error)
}

/// The one line that git printed.
fn line(output: Output, what: &str) -> Result<String, Error> {
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).trim_end_matches(['\n', '\r']).to_owned());
    }
    Err(Error::new(ErrorKind::History, format!("{what}: {}", failure(&output))))
}

fn failure(output: &Output) -> String {
    let text = String::from_utf8_lossy(&output.stderr);
    text.lines().next().unwrap_or("git failed").trim_start_matches("fatal: ").to_owned()
}
