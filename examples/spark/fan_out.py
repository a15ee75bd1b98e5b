"""Runs a batch job on Spark: lists splits, hands them out over `pipe`, and merges the reports.

    python examples/spark/fan_out.py JOB REPORT [--split-bytes BYTES] [--partitions COUNT] INPUT...

JOB is the program of the job, and REPORT the file for the merged report, as JSON. The job's program has to be, and the inputs
have to be readable, on every worker. The exit code is that of the job over the merged report: 0, 100 or 101.
"""

import argparse
import os
import shlex
import subprocess
import sys

from pyspark.sql import SparkSession


def main():
    arguments = parse()
    listed = subprocess.run(
        [arguments.job, "--list-splits", "--split-bytes", str(arguments.split_bytes), *arguments.inputs],
        stdout=subprocess.PIPE, text=True)
    if listed.returncode != 0:
        return listed.returncode
    # A part is not judged: a worker whose program ended with 100 would have failed.
    part = shlex.join([arguments.job, "-", "--format", "json", "--exit-zero", "--quiet", "--threads", "1"])
    reports = fan_out(part, listed.stdout.splitlines(), arguments.partitions)
    merge = [arguments.job, "--merge", "-", "--output", arguments.report, "--format", "json"]
    return subprocess.run(merge, input="\n".join(reports), text=True).returncode


def fan_out(command, splits, partitions):
    """The report of each partition: the command gets its splits on standard input and prints one line."""
    spark = SparkSession.builder.appName("avro-entity batch").getOrCreate()
    try:
        count = max(1, min(partitions or spark.sparkContext.defaultParallelism, len(splits)))
        # `pipe` gives the program no environment but this.
        return spark.sparkContext.parallelize(splits, count).pipe(command, env=dict(os.environ), checkCode=True).collect()
    finally:
        spark.stop()


def parse():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("job")
    parser.add_argument("report")
    parser.add_argument("inputs", nargs="+", metavar="INPUT")
    parser.add_argument("--split-bytes", type=int, default=64 << 20)
    parser.add_argument("--partitions", type=int, help="how many runs of the program; one for each core unless given")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
