/// The routes of this door, area by area.
package enum ManagementDoor {}
