import Yams
import ArgumentParser
