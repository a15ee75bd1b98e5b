//! What the derive says to mistakes: one case for each way to misuse each attribute, in a folder named after it.
//!
//! Compilers word and place errors differently, so the texts are compared on the version they were blessed with only. To bless
//! them again, set `BLESSED` and run `TRYBUILD=overwrite cargo test --test ui`.

use std::process::Command;

/// The compiler whose words stand in the `.stderr` files.
const BLESSED: &str = "rustc 1.95.";

#[test]
fn each_misuse_is_answered_with_what_to_write() {
    let version = compiler();
    if !version.starts_with(BLESSED) {
        eprintln!("the cases of tests/ui are not run: their texts are those of `{BLESSED}`, and this is `{version}`");
        return;
    }
    trybuild::TestCases::new().compile_fail("tests/ui/*/*.rs");
}

fn compiler() -> String {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc).arg("--version").output().expect("the compiler that builds the tests runs");
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

#[test]
fn every_case_has_its_text() {
    let folders = std::fs::read_dir("tests/ui").unwrap();
    let files =
        folders.flat_map(|folder| std::fs::read_dir(folder.unwrap().path()).unwrap()).map(|file| file.unwrap().path());
    let (cases, texts): (Vec<_>, Vec<_>) = files.partition(|path| path.extension().is_some_and(|end| end == "rs"));
    for case in &cases {
        assert!(texts.contains(&case.with_extension("stderr")), "{} has no .stderr", case.display());
    }
    assert_eq!(cases.len(), texts.len(), "a text without its case");
}
