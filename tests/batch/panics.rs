//! What a job's program prints of panics.

use crate::shop::write;
use avro_entity::batch::{self, Rule};
use avro_entity::{AvroEntity, Codec};
use std::process::{Command, ExitCode};

/// The test below in a process of its own is the program. Both it and the harness of the tests take its name as an argument: the one
/// as the file to read, the other as the test to run.
const PROGRAM: &str = "panics::a_program_whose_rule_panics";
const IS_PROGRAM: &str = "AVRO_ENTITY_TEST_IS_PROGRAM";

#[derive(AvroEntity)]
struct Vault {
    #[avro(private)]
    code: String,
}

#[test]
fn a_program_whose_rule_panics() {
    if std::env::var_os(IS_PROGRAM).is_none() {
        return;
    }
    let rule = Rule::new("is closed", |vault: &Vault| -> bool { panic!("the code is {}", vault.code) });
    let code = batch::main::<Vault>([rule]);
    assert_eq!(format!("{code:?}"), format!("{:?}", ExitCode::from(100)));
    assert!(std::thread::spawn(|| panic!("something else")).join().is_err());
}

#[test]
fn a_program_prints_no_panic_of_a_rule_and_all_others() {
    let folder = tempfile::tempdir().unwrap();
    let vault = || Vault { code: "s3cret".to_owned() };
    write(&folder.path().join(PROGRAM), &[vault(), vault()], Codec::Null, 1000);
    let output = Command::new(std::env::current_exe().unwrap())
        .arg(PROGRAM)
        .envs([(IS_PROGRAM, "1"), ("RUST_TEST_NOCAPTURE", "1")])
        .current_dir(folder.path())
        .output()
        .unwrap();
    let [stdout, stderr] = [&output.stdout, &output.stderr].map(|text| String::from_utf8_lossy(text).into_owned());
    assert!(output.status.success(), "{stdout}{stderr}");
    assert!(stdout.contains("  2 times: the rule panicked\n"), "{stdout}");
    assert_eq!(stderr.matches("panicked at").count(), 1, "{stderr}");
    assert!(stderr.contains("something else") && !format!("{stdout}{stderr}").contains("s3cret"), "{stderr}");
}
